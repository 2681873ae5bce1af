import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatch } from '../model/batch.ts';
import { forwardPass } from '../model/forward-pass.ts';
import { createTinyLm } from '../model/tiny-lm.ts';
import { logProbability } from './choose-token.ts';
import { generate } from './generate.ts';
import { createSession } from './session.ts';

const CONFIG = { vocabulary: 21, width: 16, layers: 2, heads: 2, feedForward: 24, context: 12 };
const model = createTinyLm(CONFIG, { seed: 3, batchTokens: 24 });
const IDS = [3, 1, 4, 1, 5, 9, 2, 6];

/** Of the last token, by the pass that training uses. */
function logitsOf(ids: readonly number[]): number[] {
  return model.space.during(() => {
    const { logits } = forwardPass(model, createBatch([[7, 7], ids], CONFIG), Int32Array.of(ids.length + 1));
    return [...logits.subarray(0, CONFIG.vocabulary)];
  });
}

describe('a session', () => {
  it('gives what a pass over the whole sequence gives, however the sequence is cut', () => {
    const expected = logitsOf(IDS);
    fc.assert(
      fc.property(fc.subarray([1, 2, 3, 4, 5, 6, 7]), (cuts) => {
        const session = createSession(model);
        let logits: Float32Array = new Float32Array();
        for (const [at, end] of [...cuts, IDS.length].entries())
          logits = session.feed(IDS.slice(cuts[at - 1] ?? 0, end));
        for (const [id, one] of expected.entries()) expect(logits[id]).toBeCloseTo(one, 4);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('goes two ways from a fork', () => {
    const session = createSession(model);
    session.feed(IDS.slice(0, 4));
    const other = session.fork();
    session.feed([8, 8]);
    const logits = other.feed(IDS.slice(4));
    expect(other.length).toBe(8);
    for (const [id, one] of logitsOf(IDS).entries()) expect(logits[id]).toBeCloseTo(one, 4);
  });

  it('refuses more than the context holds', () => {
    const session = createSession(model);
    session.feed(IDS);
    expect(() => session.feed([1, 1, 1, 1, 1])).toThrow('at most 12 tokens, got 13');
    expect(() => session.feed([])).toThrow('expected 1 to 12 tokens, got 0');
    expect(session.length).toBe(8);
  });
});

describe('generate', () => {
  const start = (): Parameters<typeof generate>[0] => createSession(model);

  it('takes the likeliest token each time, until the context is full', () => {
    const session = start();
    const { ids, logProbabilities, ended } = generate(session, session.feed(IDS), { maxTokens: 99, stop: [] });
    expect(ended).toBe('length');
    expect(ids).toHaveLength(5);
    for (const [at, id] of ids.entries()) {
      const logits = Float32Array.from(logitsOf([...IDS, ...ids.slice(0, at)]));
      expect(id).toBe(logits.indexOf(Math.max(...logits)));
      expect(logProbabilities[at]).toBeCloseTo(logProbability(logits, id), 3);
    }
    const again = start();
    expect(generate(again, again.feed(IDS), { maxTokens: 9, stop: [ids[2]!] })).toMatchObject({ ended: 'stop' });
  });

  it('draws by the temperature, the same by the same seed', () => {
    const draw = (seed: number, temperature: number) => {
      const session = start();
      const random = seededRandom(seed);
      return generate(session, session.feed(IDS), { maxTokens: 5, stop: [], temperature, random }).ids;
    };
    expect(draw(1, 1)).toEqual(draw(1, 1));
    expect(new Set([1, 2, 3, 4].map((seed) => `${draw(seed, 5)}`)).size).toBeGreaterThan(2);
    expect(draw(1, 1e-6)).toEqual(draw(2, 1e-6));
  });
});
