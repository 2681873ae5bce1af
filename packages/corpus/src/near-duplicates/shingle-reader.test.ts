import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShingleReader } from './shingle-reader.ts';
import { columnsOfTexts, naiveShingles, naiveSimilarity } from './testing/text-columns.ts';

const words = fc.array(fc.constantFrom('ba', 'be', 'bi', 'bo', 'bu'), { maxLength: 25 }).map((list) => list.join(' '));
const sample = fc.record({ prompt: fc.array(words, { maxLength: 3 }).map((turns) => turns.join('\n')), reply: words });

describe('createShingleReader', () => {
  it('gives the exact Jaccard similarity, whatever the turns and repetitions', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer(), (a, b, seed) => {
        const columns = columnsOfTexts([a, b]);
        const [first, second] = columns.intake[0] === 0 ? [a, b] : [b, a];
        const reader = createShingleReader(columns, seed);
        const distinct = reader.load(1);
        expect(distinct).toBe(naiveShingles(second).size);
        expect(reader.load(0)).toBe(naiveShingles(first).size);
        const expected = naiveSimilarity(a, b);
        if (distinct === 0 || naiveShingles(first).size === 0) return;
        expect(reader.similarityTo(1, distinct, 0)).toBeCloseTo(expected, 12);
        for (const atLeast of [0.3, 0.5, 0.8, 1]) {
          expect(reader.similarityTo(1, distinct, atLeast)).toBeCloseTo(expected >= atLeast ? expected : -1, 12);
        }
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('never joins words of two turns', () => {
    const columns = columnsOfTexts([{ prompt: 'one two\nthree four' }, { prompt: 'one two three four' }]);
    const reader = createShingleReader(columns, 1);
    const other = reader.load(1);
    reader.load(0);
    expect(reader.similarityTo(1, other, 0)).toBe(0);
  });

  it('tells the same words in another order apart', () => {
    const columns = columnsOfTexts([{ prompt: 'ba be bi' }, { prompt: 'bi be ba' }]);
    const reader = createShingleReader(columns, 1);
    reader.load(0);
    expect(reader.similarityTo(1, 1, 0)).toBe(0);
  });
});
