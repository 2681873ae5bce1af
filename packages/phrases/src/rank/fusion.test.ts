import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseRanks } from './fusion.ts';

const byIndex = (a: number, b: number): number => a - b;

describe('fuseRanks', () => {
  it('puts first what several keys put high', () => {
    expect(
      fuseRanks(
        [
          [9, 8, 1],
          [1, 9, 8],
          [0, 8, 0],
        ],
        byIndex,
      ),
    ).toEqual([1, 0, 2]);
  });

  it('gives nothing for a key of zero, and breaks ties by the comparison', () => {
    expect(
      fuseRanks(
        [
          [0, 0, 0],
          [0, 5, 0],
        ],
        byIndex,
      ),
    ).toEqual([1, 0, 2]);
    expect(fuseRanks([[0, 0]], (a, b) => b - a)).toEqual([1, 0]);
    expect(fuseRanks([[], []], byIndex)).toEqual([]);
  });

  it('names every item once, whatever the keys', () => {
    const keys = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)), { maxLength: 20 });
    fc.assert(
      fc.property(keys, (rows) => {
        const order = fuseRanks(
          [0, 1, 2].map((k) => rows.map((row) => row[k]!)),
          byIndex,
        );
        expect([...order].sort(byIndex)).toEqual(rows.map((_, i) => i));
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
