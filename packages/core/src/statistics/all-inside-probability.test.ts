import { describe, expect, it } from 'vitest';
import { allInsideProbability } from './all-inside-probability.ts';

describe('allInsideProbability', () => {
  it.each([
    [0, 3, 7, 1],
    [1, 1, 1, 1 / 2],
    [2, 2, 2, 1 / 6],
    [3, 5, 5, 10 / 120],
    [3, 3, 0, 1],
    [4, 3, 5, 0],
    [1, 0, 5, 0],
  ])('gives the exact value for %i draws over %i inside and %i outside', (hits, inside, outside, expected) => {
    expect(allInsideProbability(hits, inside, outside)).toBeCloseTo(expected, 12);
  });

  it('agrees with counting all subsets', () => {
    for (const [hits, inside, outside] of [
      [2, 4, 3],
      [3, 4, 2],
      [4, 5, 3],
    ] as const) {
      const all = subsets(inside + outside, hits);
      const good = all.filter((subset) => subset.every((place) => place < inside));
      expect(allInsideProbability(hits, inside, outside)).toBeCloseTo(good.length / all.length, 12);
    }
  });
});

function subsets(size: number, count: number, from = 0): number[][] {
  if (count === 0) return [[]];
  const out: number[][] = [];
  for (let first = from; first < size; first++) {
    for (const rest of subsets(size, count - 1, first + 1)) out.push([first, ...rest]);
  }
  return out;
}
