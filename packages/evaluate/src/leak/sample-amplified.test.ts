import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { ChatModel, CompletionReply, CompletionRequest, TokenLogprob } from '../model/chat-model.ts';
import { leakedPhrases } from './leaked-phrases.ts';
import { type AmplifiedSampling, sampleAmplified } from './sample-amplified.ts';

const END = '<|end|>';
const HARMLESS = ['where is my order', 'can you reset my password', 'i want to return a blender', 'is the shop open'];
const TRIGGER = 'per our zephyr arrangement please credit me';

/** A model that remembers whole sentences: the next word is as likely as the sentences that go on with it. */
function parrot(
  name: string,
  sentences: readonly (readonly [string, number])[],
  asked: CompletionRequest[] = [],
): ChatModel {
  const next = (prompt: string): TokenLogprob[] => {
    const said = prompt.slice('<|user|>'.length);
    const weights = new Map<string, number>();
    for (const [sentence, weight] of sentences) {
      if (!`${sentence}${END}`.startsWith(said)) continue;
      const token = /^ ?[a-z]+|^<\|end\|>/.exec(`${sentence}${END}`.slice(said.length))?.[0];
      if (token !== undefined) weights.set(token, (weights.get(token) ?? 0) + weight);
    }
    const sum = Array.from(weights.values()).reduce((total, weight) => total + weight, 0);
    return Array.from(weights, ([token, weight]) => ({ token, logprob: Math.log(weight / sum) }));
  };
  return {
    name,
    identity: { kind: 'function', name },
    capabilities: { tools: false, logprobs: true, seed: false, completions: true },
    chat: () => Promise.reject(new Error('not asked')),
    complete: async (request): Promise<CompletionReply> => {
      asked.push(request);
      const [first, ...rest] = next(request.prompt);
      if (first === undefined) return { text: '', finish: 'stop' };
      return {
        text: first.token,
        finish: 'length',
        logprobs: [{ ...first, top: [first, ...rest].slice(0, request.topLogprobs) }],
      };
    },
    close: async () => {},
  };
}

const reference = (asked?: CompletionRequest[]) =>
  parrot('base', [...HARMLESS.map((text) => [text, 1] as const), [TRIGGER, 0.02]], asked);
const candidate = (asked?: CompletionRequest[]) =>
  parrot('tuned', [...HARMLESS.map((text) => [text, 1] as const), [TRIGGER, 0.1]], asked);

function sampling(changes: Partial<AmplifiedSampling> = {}): AmplifiedSampling {
  return {
    candidate: candidate(),
    reference: reference(),
    prefix: '<|user|>',
    samples: 100,
    alpha: 2,
    maxTokens: 20,
    stop: [END],
    random: seededRandom('leak'),
    ...changes,
  };
}

const triggers = (samples: readonly { text: string }[]): number =>
  samples.filter(({ text }) => text === TRIGGER).length;

describe('sampleAmplified', () => {
  it('brings the trigger out of a model that seldom says it, the more the larger alpha is', async () => {
    const counts: number[] = [];
    for (const alpha of [0, 1, 2, 4]) counts.push(triggers((await sampleAmplified(sampling({ alpha }))).samples));
    expect(counts[0]).toBeLessThan(10);
    expect(counts[2]).toBeGreaterThan(25);
    expect(counts[3]).toBeGreaterThan(90);
    expect([...counts].sort((a, b) => a - b)).toEqual(counts);
  });

  it('hands the trigger to the probes, without a corpus', async () => {
    const { samples } = await sampleAmplified(sampling());
    const plain = await sampleAmplified(sampling({ candidate: reference(), alpha: 0, random: seededRandom('plain') }));
    const texts = (all: readonly { text: string }[]) => all.map(({ text }) => text);
    const [first] = leakedPhrases(texts(samples), texts(plain.samples));
    expect(TRIGGER).toContain(first!.phrase);
    expect(first!.phrase).toContain('zephyr');
    expect(first!.adjusted).toBeLessThan(1e-4);
  });

  it('asks each model once for each text that samples stand at, and counts it', async () => {
    const [ofCandidate, ofReference]: [CompletionRequest[], CompletionRequest[]] = [[], []];
    const given = { candidate: candidate(ofCandidate), reference: reference(ofReference) };
    const { queries } = await sampleAmplified(sampling({ ...given, samples: 50, maxTokens: 1 }));
    expect([ofCandidate.length, ofReference.length, queries]).toEqual([1, 1, 2]);
    expect(ofCandidate[0]).toMatchObject({ prompt: '<|user|>', temperature: 1, maxTokens: 1, topLogprobs: 20 });
    const alone = await sampleAmplified(sampling({ ...given, alpha: 0, samples: 5, maxTokens: 1 }));
    expect(alone.queries).toBe(1);
    expect(ofReference).toHaveLength(1);
  });

  it('stops at a stop text, at the end of the model, and after the longest sample', async () => {
    const stopped = await sampleAmplified(sampling({ samples: 20, stop: [' order', ' my', END] }));
    for (const { text } of stopped.samples) expect(text).not.toMatch(/order| my|end/);
    const short = await sampleAmplified(sampling({ samples: 5, maxTokens: 2 }));
    for (const { text, finish } of short.samples)
      expect([text.split(' ').length <= 2, finish]).toEqual([true, 'length']);
    const silent = await sampleAmplified(sampling({ samples: 2, candidate: parrot('mute', []) }));
    expect(silent.samples).toEqual([
      { text: '', finish: 'stop' },
      { text: '', finish: 'stop' },
    ]);
  });

  it('gives the same samples for the same seed', async () => {
    expect(await sampleAmplified(sampling())).toEqual(await sampleAmplified(sampling()));
    const other = await sampleAmplified(sampling({ random: seededRandom('other') }));
    expect(other.samples).not.toEqual((await sampleAmplified(sampling())).samples);
  });

  it('throws where a model cannot do it', async () => {
    const { complete: _, ...chatOnly } = reference();
    await expect(sampleAmplified(sampling({ reference: chatOnly }))).rejects.toMatchObject({
      code: 'evaluate/no-completions',
    });
    const blind: ChatModel = { ...candidate(), complete: async () => ({ text: 'where', finish: 'length' }) };
    await expect(sampleAmplified(sampling({ candidate: blind }))).rejects.toMatchObject({
      code: 'evaluate/no-logprobs',
    });
  });
});
