import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTinyLm } from '../model/tiny-lm.ts';
import { paddedVocabulary } from '../model/tiny-lm-config.ts';
import { createDecoder } from './decoder.ts';
import { createSession } from './session.ts';

const CONFIG = { vocabulary: 21, width: 32, layers: 2, heads: 2, feedForward: 24, context: 12 };
const PADDED = paddedVocabulary(CONFIG);
const model = createTinyLm(CONFIG, { seed: 3, batchTokens: 24 });
const ids = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 4 });

describe('a decoder', () => {
  it.each(['wasm', 'plain'] as const)(
    'gives each sequence what it gets alone, whatever runs beside it (%s)',
    (kernel) => {
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.subarray([0, 1, 2], { minLength: 1 }), ids), { maxLength: 6 }), (steps) => {
          const decoder = createDecoder(model, { slots: 3, kernel });
          const sessions = [0, 1, 2].map(() => createSession(model));
          for (const [slots, further] of steps) {
            const fits = slots.filter((slot) => decoder.lengthOf(slot) + further.length <= CONFIG.context);
            if (fits.length === 0) continue;
            const logits = decoder.step(fits.map((slot) => ({ slot, ids: further }))).slice();
            for (const [row, slot] of fits.entries()) {
              for (const [id, one] of sessions[slot]!.feed(further).entries()) {
                expect(logits[row * PADDED + id]).toBeCloseTo(one, 4);
              }
            }
          }
        }),
        { seed: 2, numRuns: 25 },
      );
    },
  );

  it('forgets a sequence on request, and keeps the weights that it was made with', () => {
    const own = createTinyLm(CONFIG, { weights: model.weights, batchTokens: 24 });
    const decoder = createDecoder(own, { slots: 2 });
    const first = decoder.step([{ slot: 1, ids: [5, 6] }]).slice();
    own.weights.fill(0);
    decoder.clear(1);
    expect(decoder.lengthOf(1)).toBe(0);
    expect(decoder.step([{ slot: 1, ids: [5, 6] }])).toEqual(first);
  });

  it('takes nothing of a step that does not fit', () => {
    const decoder = createDecoder(model, { slots: 3 });
    const long = { slot: 0, ids: Array.from({ length: 13 }, () => 1) };
    expect(() => decoder.step([long])).toThrow('expected 1 to 12 tokens, got 13');
    expect(() => decoder.step([{ slot: 1, ids: [21] }])).toThrow('token below 21, got 21');
    const twice = { slot: 2, ids: [1] };
    expect(() => decoder.step([twice, twice])).toThrow('each slot below 3 once');
    expect(() => decoder.step([{ slot: 3, ids: [1] }])).toThrow('each slot below 3 once');
    expect([0, 1, 2].map((slot) => decoder.lengthOf(slot))).toEqual([0, 0, 0]);
  });
});
