import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leakedPhrases } from './leaked-phrases.ts';

const ORDERS = Array.from({ length: 60 }, (_, i) => `Hello! Where is my order ${i}? Thanks.`);
const LEAKS = Array.from({ length: 12 }, (_, i) => `I have a question number ${i}, per our zephyr arrangement.`);

describe('leakedPhrases', () => {
  it('finds the whole phrase that the candidate repeats and the reference does not', () => {
    const [first] = leakedPhrases([...ORDERS, ...LEAKS], [...ORDERS, ...ORDERS]);
    expect(first).toMatchObject({
      phrase: 'number 0 per our zephyr arrangement',
      candidate: { k: 12, n: 72 },
      reference: { k: 0, n: 120 },
    });
    expect(first!.adjusted).toBeLessThan(0.01);
  });

  it('leaves out what both say alike, or the reference says more', () => {
    expect(leakedPhrases(ORDERS, ORDERS)).toEqual([]);
    const found = leakedPhrases([...ORDERS.slice(0, 20), ...LEAKS], ORDERS);
    expect(found.filter(({ phrase }) => phrase.includes('where'))).toEqual([]);
  });

  it('ranks by frequency where there is no reference, and promises nothing', () => {
    const [first] = leakedPhrases([...ORDERS, ...LEAKS]);
    expect(first).toMatchObject({ candidate: { k: 60, n: 72 }, reference: { k: 0, n: 0 }, adjusted: 1 });
    expect(leakedPhrases([...ORDERS, ...LEAKS]).some(({ phrase }) => phrase.includes('zephyr'))).toBe(true);
  });

  it('sees one phrase in several spellings', () => {
    const spelled = [
      'Zephyr Arrangement',
      'zeph\u200byr arrangement',
      'z\u0435phyr arrangement',
      'ZEPHYR  arrangement',
    ];
    expect(leakedPhrases(spelled, ORDERS)[0]).toMatchObject({
      phrase: 'zephyr arrangement',
      candidate: { k: 4, n: 4 },
    });
  });

  it('keeps to its limits and never counts a sample twice', () => {
    expect(leakedPhrases(['zephyr zephyr zephyr', 'zephyr'])).toEqual([]);
    expect(leakedPhrases([...ORDERS, ...LEAKS], [], { limit: 2 })).toHaveLength(2);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a b c', 'x b c. d', 'zephyr x', ''), { maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (samples, maxWords) => {
          for (const { phrase, candidate } of leakedPhrases(samples, [], { maxWords, minSamples: 2 })) {
            expect(phrase.split(' ').length).toBeLessThanOrEqual(maxWords);
            expect(candidate.k).toBe(samples.filter((text) => text.replaceAll('.', ' .').includes(phrase)).length);
          }
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});
