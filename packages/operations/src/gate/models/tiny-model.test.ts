import type { Turn } from '@bezoar/core';
import { type ChatModel, type ChatRequest, ModelError } from '@bezoar/evaluate';
import { CHAT_SPECIAL, createTinyLm, createTokenizer, trainTokenizer } from '@bezoar/tiny-lm';
import { describe, expect, it } from 'vitest';
import { createTinyModel, TINY_USER_TURN } from './tiny-model.ts';

const CONTEXT = 96;

/** A model that learned nothing: what it says is noise, and the same noise each time. */
function untrained(): ChatModel {
  const texts = ['look up the order', 'issue a credit for the order'];
  const tokenizer = createTokenizer(trainTokenizer(texts, { special: CHAT_SPECIAL, size: 290 }));
  const config = { vocabulary: tokenizer.size, layers: 1, width: 16, heads: 2, feedForward: 32, context: CONTEXT };
  return createTinyModel(
    'tiny:noise',
    { model: createTinyLm(config, { seed: 1 }), tokenizer },
    {
      kind: 'function',
      name: 'noise',
    },
  );
}

function request(text: string, more: Partial<ChatRequest> = {}): ChatRequest {
  const turns: readonly Turn[] = [{ role: 'user', text, toolCalls: [] }];
  return { turns, tools: [], temperature: 0, maxTokens: 8, ...more };
}

const QUESTIONS = Array.from({ length: 70 }, (_, index) => request(`order ${'abc'.repeat(index % 5)} ${index}`));

describe('a tiny model', () => {
  it('answers many at once as one by one, in their order, with log-probabilities where they are asked for', async () => {
    const model = untrained();
    const asked = QUESTIONS.map((one, index) => (index % 2 === 0 ? one : { ...one, topLogprobs: 3 }));
    const together = await Promise.all(asked.map((one) => model.chat(one)));
    for (const [index, one] of asked.entries()) {
      if (index % 7 !== 0) continue;
      const alone = await model.chat(one);
      expect({ ...alone, logprobs: undefined }).toEqual({ ...together[index], logprobs: undefined });
      expect(together[index]?.logprobs?.[0]?.top.length).toBe(index % 2 === 0 ? undefined : 3);
    }
  });

  it('gives the same for the same seed where it draws', async () => {
    const model = untrained();
    const draw = (seed: number) => model.chat(request('order', { temperature: 1, seed, maxTokens: 24 }));
    const [one, two, other] = await Promise.all([draw(1), draw(1), draw(2)]);
    expect(two.text).toBe(one.text);
    expect(other.text).not.toBe(one.text);
  });

  it('refuses a prompt that is too long, and answers the others of its batch', async () => {
    const model = untrained();
    const answers = await Promise.allSettled(
      [request('order'), request('x'.repeat(400)), request('credit')].map((one) => model.chat(one)),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { reason } = answers[1] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(ModelError);
    expect(reason).toMatchObject({
      code: 'evaluate/model-refused',
      message: expect.stringMatching(/^the prompt has \d+ tokens more than fit the context of 96$/),
    });
  });

  it('answers the others of a batch where one question is none', async () => {
    const model = untrained();
    const broken = { ...request('order'), turns: [null] as unknown as readonly Turn[] };
    const answers = await Promise.allSettled(
      [request('order'), broken, request('credit')].map((one) => model.chat(one)),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not answer who has gone, before a question or while it waits', async () => {
    const model = untrained();
    const reason = new Error('interrupted');
    await expect(model.chat(request('order'), AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(model.complete!({ ...request('order'), prompt: 'a' }, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const waiting = model.chat(request('order'), controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect((await model.chat(request('order'))).finish).toBeDefined();
  });

  it('goes on with the bare start of a user turn', async () => {
    const model = untrained();
    const { prefix, stop } = TINY_USER_TURN;
    const reply = await model.complete!({ prompt: prefix, temperature: 0, maxTokens: 4, topLogprobs: 5, stop });
    expect(reply.logprobs?.[0]?.top).toHaveLength(5);
    expect(model.capabilities).toEqual({ tools: true, logprobs: true, seed: true, completions: true });
  });
});
