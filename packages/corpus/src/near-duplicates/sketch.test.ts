import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { BANDS, createSketcher, ROWS } from './sketch.ts';

/** Share of bands on which two random sets agree that have `shared` of `size` elements each in common. */
function agreement(size: number, shared: number, pairs: number): number {
  const random = seededRandom(`${size}/${shared}`);
  const sketcher = createSketcher(5);
  let equal = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const draw = (): number => random.integer(2 ** 32) | 0;
    const common = Array.from({ length: shared }, draw);
    const keys = [new Int32Array(BANDS), new Int32Array(BANDS)] as const;
    for (const own of keys) {
      sketcher.bandKeys(Int32Array.from([...common, ...Array.from({ length: size - shared }, draw)]), size, own, 0);
    }
    equal += keys[0].filter((key, band) => key === keys[1][band]).length;
  }
  return equal / (pairs * BANDS);
}

describe('createSketcher', () => {
  it.each([
    [9, 8],
    [15, 12],
    [60, 45],
    [300, 240],
    [2000, 1600],
  ])('lets sets of %i with %i in common agree on a band as often as the theory says', (size, shared) => {
    const likeness = shared / (2 * size - shared);
    expect(agreement(size, shared, 300)).toBeCloseTo(likeness ** ROWS, 1);
  });

  it('lets unrelated sets agree on nothing', () => {
    expect(agreement(50, 0, 200)).toBe(0);
  });

  it('depends on the set alone, not on order, repetition or place', () => {
    const sketcher = createSketcher(9);
    const set = [5, -3, 900, 12, 77, 4, 2 ** 30];
    const a = new Int32Array(BANDS);
    const b = new Int32Array(2 * BANDS);
    sketcher.bandKeys(Int32Array.from(set), set.length, a, 0);
    const repeated = [...set].reverse().concat(set);
    sketcher.bandKeys(Int32Array.from(repeated), repeated.length, b, BANDS);
    expect([...b.subarray(BANDS)]).toEqual([...a]);
  });

  it('gives other keys for another seed', () => {
    const [a, b] = [new Int32Array(BANDS), new Int32Array(BANDS)];
    createSketcher(1).bandKeys(Int32Array.of(1, 2, 3), 3, a, 0);
    createSketcher(2).bandKeys(Int32Array.of(1, 2, 3), 3, b, 0);
    expect(a.filter((key, band) => key === b[band])).toHaveLength(0);
  });
});
