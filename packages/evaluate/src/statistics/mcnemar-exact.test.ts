import { describe, expect, it } from 'vitest';
import { mcNemarExact, mcNemarTwoSided } from './mcnemar-exact.ts';

describe('mcNemarExact', () => {
  // scipy 1.17: binomtest(onlyA, onlyA + onlyB, 0.5, alternative='greater'), and 'two-sided'.
  it.each([
    [5, 0, 0.03125, 0.0625],
    [3, 1, 0.3125, 0.625],
    [10, 2, 0.019287109375, 0.03857421875],
    [40, 20, 0.00674464686559593, 0.01348929373119186],
    [2, 7, 0.98046875, 0.1796875],
  ])('agrees with scipy for %i against %i', (onlyA, onlyB, oneSided, twoSided) => {
    expect(mcNemarExact(onlyA, onlyB)).toBeCloseTo(oneSided, 10);
    expect(mcNemarTwoSided(onlyA, onlyB)).toBeCloseTo(twoSided, 10);
  });

  it('is 1 where both always agree', () => {
    expect(mcNemarExact(0, 0)).toBe(1);
    expect(mcNemarTwoSided(0, 0)).toBe(1);
  });
});
