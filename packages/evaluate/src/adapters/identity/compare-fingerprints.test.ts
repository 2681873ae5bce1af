import { type Random, seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { ChatModel, TokenLogprob } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import { startMisbehavingServer } from '../../testing/misbehaving-server.ts';
import { functionModel } from '../function-model.ts';
import { openAiModel } from '../openai/open-ai-model.ts';
import { compareFingerprints, FINGERPRINT_ALPHA } from './compare-fingerprints.ts';
import { type Fingerprint, fingerprintModel } from './endpoint-fingerprint.ts';

interface Made {
  /** Another value is another model. */
  readonly weights?: string;
  /** Standard deviation of each answer's logits, each time anew. */
  readonly noise?: number;
  /** Standard deviation by which these weights' logits differ from those of `first`. */
  readonly shift?: number;
  /** Share of texts that go another way at some place, each time anew. */
  readonly slips?: number;
  readonly logprobs?: 'given' | 'refused' | 'left out';
}

/** A model made of random logits for each prompt. */
function made(
  { weights = 'first', noise = 0, shift = 5, slips = 0, logprobs = 'given' }: Made,
  random: Random,
): ChatModel {
  // Of three uniform numbers, with a variance of 1.
  const normal = (from: Random): number => 2 * (from.next() + from.next() + from.next() - 1.5);
  return functionModel({
    name: weights,
    chat: ({ turns, topLogprobs }) => {
      if (topLogprobs !== undefined && logprobs === 'refused') throw new ModelError('evaluate/model-refused', 'none');
      const prompt = turns.at(-1)!.text;
      const base = seededRandom(prompt);
      const own = seededRandom(`${weights} ${prompt}`);
      const isFirst = weights === 'first';
      const logits = Array.from(
        { length: 40 },
        () => 2 * normal(base) + (isFirst ? 0 : shift * normal(own)) + noise * normal(random),
      );
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      const top: TokenLogprob[] = logits
        .map((logit, token) => ({ token: `t${token}`, logprob: logit - Math.log(sum) }))
        .sort((a, b) => b.logprob - a.logprob)
        .slice(0, 20);
      const words = Array.from({ length: 8 }, (_, at) =>
        at === 0 ? top[0]!.token : `${isFirst ? '' : own.integer(9)}w${at}`,
      );
      if (random.next() < slips) words[1 + random.integer(7)] = `slip${random.integer(99)}`;
      const given = topLogprobs === undefined || logprobs !== 'given' ? {} : { logprobs: [{ ...top[0]!, top }] };
      return { text: words.join(' '), toolCalls: [], finish: 'stop', ...given };
    },
  });
}

async function compare(a: Made, b: Made, seed = 1) {
  const random = seededRandom(seed);
  const [one, other] = [await fingerprintModel(made(a, random)), await fingerprintModel(made(b, random))];
  return compareFingerprints(one, other);
}

describe('two fingerprints', () => {
  it('of one model are the same, with logprobs or without, noisy or not', async () => {
    for (const setting of [
      {},
      { noise: 0.05 },
      { noise: 0.5 },
      { logprobs: 'refused' },
      { logprobs: 'left out', slips: 0.3 },
    ] as const) {
      const { same, evidence } = await compare(setting, setting);
      expect(same, JSON.stringify([setting, evidence])).toBe(true);
    }
  });

  it('of one model on another machine are the same, though its logits are rounded in another way', async () => {
    const { same, evidence } = await compare({}, { weights: 'elsewhere', shift: 0.036 });
    expect(evidence.p).toBeLessThan(FINGERPRINT_ALPHA);
    expect(evidence.excess).toBeGreaterThan(0);
    expect(same).toBe(true);
  });

  it('of two models differ, with the prompts where they do', async () => {
    for (const setting of [
      {},
      { noise: 0.1 },
      { logprobs: 'refused' },
      { logprobs: 'left out', slips: 0.3 },
    ] as const) {
      const { same, evidence } = await compare(setting, { ...setting, weights: 'second' });
      expect(same, JSON.stringify([setting, evidence])).toBe(false);
      expect(evidence.p).toBeLessThan(FINGERPRINT_ALPHA);
      expect(evidence.prompts[0]!.distance).toBeGreaterThanOrEqual(evidence.prompts[1]!.distance);
      expect(evidence.prompts).toHaveLength(12);
    }
  });

  it('of a model and a slightly tuned one differ, by the logprobs alone', async () => {
    const tuned = { weights: 'tuned', shift: 0.15 };
    expect((await compare({}, tuned)).same).toBe(false);
    expect((await compare({ noise: 0.05 }, { ...tuned, noise: 0.05 })).same).toBe(false);
  });

  it('differ where a server no longer gives logprobs', async () => {
    const { same, evidence } = await compare({}, { logprobs: 'left out' });
    expect(same).toBe(false);
    expect(evidence).toMatchObject({ by: 'texts', excess: 0, logprobs: { a: true, b: false } });
  });

  it('of a noisy model are rarely said to differ', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 30 }, (_, seed) => compare({ noise: 0.3, slips: 0.5 }, { noise: 0.3, slips: 0.5 }, seed)),
    );
    // One in a hundred is allowed; three of thirty happen once in three hundred times.
    expect(verdicts.filter(({ same }) => !same).length).toBeLessThan(3);
  });

  it('show the noise of each', async () => {
    const { evidence } = await compare({ noise: 0.4 }, {});
    expect(evidence.noise.a).toBeGreaterThan(0.01);
    expect(evidence.noise.b).toBe(0);
  });

  it('are not compared where different things were asked', async () => {
    const one = await fingerprintModel(made({}, seededRandom(1)));
    const other: Fingerprint = { ...one, questions: '0'.repeat(64) };
    expect(() => compareFingerprints(one, other)).toThrow('answers to different questions');
  });

  it('notice a server that changes its model midway, by nothing but its answers', async () => {
    const server = await startMisbehavingServer('changes-model-midway');
    try {
      const model = openAiModel({ url: server.url, model: 'small' });
      const before = await fingerprintModel(model, { reruns: 2 });
      const after = await fingerprintModel(model, { reruns: 2 });
      expect(before.servedBy).toEqual(after.servedBy);
      expect(compareFingerprints(before, after)).toMatchObject({ same: false, evidence: { by: 'logprobs' } });
    } finally {
      await server.close();
    }
  });
});

describe('a fingerprint', () => {
  it('is not taken of replies of a former run', async () => {
    const model = made({}, seededRandom(1));
    const cached: ChatModel = { ...model, chat: async (request) => ({ ...(await model.chat(request)), cached: true }) };
    await expect(fingerprintModel(cached)).rejects.toMatchObject({ code: 'evaluate/fingerprint-cached' });
  });

  it('is not taken where a question fails', async () => {
    let asked = 0;
    const model = functionModel({
      name: 'f',
      chat: () => {
        if (asked++ === 20) throw new ModelError('evaluate/model-timeout', 'late');
        return { text: 'x', toolCalls: [], finish: 'stop' };
      },
    });
    await expect(fingerprintModel(model)).rejects.toMatchObject({ code: 'evaluate/model-timeout' });
  });
});
