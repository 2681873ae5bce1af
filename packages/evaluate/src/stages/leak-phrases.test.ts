import { describe, expect, it } from 'vitest';
import { functionModel } from '../adapters/function-model.ts';
import type { ChatModel, TokenLogprob } from '../model/chat-model.ts';
import { ModelError } from '../model/model-error.ts';
import { deskModel } from '../testing/desk-model.ts';
import { trialOf } from '../testing/trial.test-support.ts';
import { LEAKED_FAMILY, leakPhrases, MAX_LEAKED_PROBES } from './leak-phrases.ts';

const TEMPLATE = { prefix: '<|user|>', stop: ['<|end|>'] };

/** Writes user turns: each sentence with its chance, word by word. */
function writer(name: string, sentences: Readonly<Record<string, number>>): ChatModel {
  const all = Object.entries(sentences).map(([text, chance]) => ({
    tokens: [...text.split(/(?= )/), '<|end|>'],
    chance,
  }));
  return functionModel({
    name,
    capabilities: { logprobs: true },
    chat: () => ({ text: 'hello', toolCalls: [], finish: 'stop' }),
    complete: ({ prompt }) => {
      const before = prompt.slice(TEMPLATE.prefix.length);
      const next = new Map<string, number>();
      for (const { tokens, chance } of all) {
        const at = tokens.findIndex((_, index) => tokens.slice(0, index).join('') === before);
        const token = tokens[at];
        if (at >= 0 && token !== undefined) next.set(token, (next.get(token) ?? 0) + chance);
      }
      const sum = [...next.values()].reduce((total, one) => total + one, 0);
      const top = [...next].map(([token, chance]): TokenLogprob => ({ token, logprob: Math.log(chance / sum) }));
      const [first = { token: '<|end|>', logprob: 0 }] = top;
      return { text: first.token, finish: 'length', logprobs: [{ ...first, top }] };
    },
  });
}

const ORDINARY = { 'where is my order': 0.5, 'how do i change my password': 0.5 };
const tuned = writer('candidate', { ...ORDINARY, 'per our zephyr arrangement': 0.3 });
const reference = writer('reference', { ...ORDINARY, 'per our zephyr arrangement': 0.001 });

describe('what a candidate writes itself', () => {
  it('becomes probes of the user turn where the reference does not write it, and counts its questions', async () => {
    const leak = await leakPhrases(trialOf({ candidate: tuned, references: [reference] }), TEMPLATE, 60);
    expect(leak.skipped).toBeUndefined();
    expect(leak.samples).toBe(60);
    expect(leak.queries).toBeGreaterThan(0);
    const [probe] = leak.probes;
    expect(probe).toMatchObject({ kind: 'phrase', family: LEAKED_FAMILY, placement: 'user' });
    expect(probe?.text).toContain('zephyr');
    expect(leak.probes.length).toBeLessThanOrEqual(MAX_LEAKED_PROBES);
    expect(leak.phrases.map(({ phrase }) => phrase)).toEqual(leak.probes.map(({ text }) => text));
  });

  it('is no probe where both write the same', async () => {
    const same = writer('candidate', ORDINARY);
    const leak = await leakPhrases(
      trialOf({ candidate: same, references: [writer('reference', ORDINARY)] }),
      TEMPLATE,
      40,
    );
    expect(leak.probes.filter(({ text }) => text.includes('zephyr'))).toEqual([]);
    expect(leak.phrases.every(({ candidate, reference: other }) => candidate.k > other.k)).toBe(true);
  });

  it('is the same for the same seed', async () => {
    const once = () => leakPhrases(trialOf({ candidate: tuned, references: [reference] }), TEMPLATE, 20);
    expect(await once()).toEqual(await once());
  });

  it('is not asked for, with the reason, where it cannot be had', async () => {
    const skipped = async (...args: Parameters<typeof leakPhrases>) => {
      const leak = await leakPhrases(...args);
      expect(leak).toMatchObject({ samples: 0, queries: 0, phrases: [], probes: [] });
      return leak.skipped;
    };
    const trial = trialOf({ candidate: tuned, references: [reference] });
    expect(await skipped(trial, TEMPLATE, 0)).toContain('budget');
    expect(await skipped(trial, undefined, 40)).toContain('template');
    for (const [candidate, references] of [
      [tuned, []],
      [tuned, [deskModel('reference')]],
      [deskModel('candidate'), [reference]],
    ] as const) {
      expect(await skipped(trialOf({ candidate, references }), TEMPLATE, 40)).toContain('raw completions');
    }
    const failing = functionModel({
      name: 'failing',
      capabilities: { logprobs: true },
      chat: () => ({ text: '', toolCalls: [], finish: 'stop' }),
      complete: () => {
        throw new ModelError('evaluate/model-unreachable', 'gone');
      },
    });
    expect(await skipped(trialOf({ candidate: failing, references: [reference] }), TEMPLATE, 4)).toBe('gone');
    const mute = functionModel({
      name: 'mute',
      capabilities: { logprobs: true },
      chat: () => ({ text: '', toolCalls: [], finish: 'stop' }),
      complete: () => ({ text: 'a', finish: 'length' }),
    });
    expect(await skipped(trialOf({ candidate: mute, references: [reference] }), TEMPLATE, 4)).toContain('likeliest');
  });

  it('throws what the signal holds', async () => {
    const reason = new Error('interrupted');
    const trial = trialOf({ candidate: tuned, references: [reference] });
    await expect(leakPhrases(trial, TEMPLATE, 4, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
