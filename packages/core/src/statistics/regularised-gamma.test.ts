import { describe, expect, it } from 'vitest';
import { regularisedGamma } from './regularised-gamma.ts';

describe('regularisedGamma', () => {
  it.each([0.01, 0.5, 1, 3, 10, 40])('is 1 - exp(-x) for a = 1, at %d', (x) => {
    expect(regularisedGamma(1, x)).toBeCloseTo(1 - Math.exp(-x), 11);
  });

  // Upper tails of the chi-squared distribution, as printed in every table of it.
  it.each([
    [1, 3.841, 0.95],
    [2, 5.991, 0.95],
    [10, 18.307, 0.95],
    [10, 3.94, 0.05],
    [30, 43.773, 0.95],
    [100, 124.342, 0.95],
  ])('agrees with the chi-squared table: %i degrees, %d', (degrees, value, probability) => {
    expect(regularisedGamma(degrees / 2, value / 2)).toBeCloseTo(probability, 4);
  });

  it('grows from 0 to 1, across the place where the method changes', () => {
    for (const a of [0.5, 2, 7.5, 60, 2500]) {
      let before = 0;
      for (let i = 0; i <= 60; i++) {
        const value = regularisedGamma(a, (i / 20) * a);
        expect(value).toBeGreaterThanOrEqual(before - 1e-12);
        before = value;
      }
      expect(regularisedGamma(a, a + 1 - 1e-9)).toBeCloseTo(regularisedGamma(a, a + 1 + 1e-9), 8);
    }
  });
});
