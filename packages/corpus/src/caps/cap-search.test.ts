import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capOfSums, smallestFitting } from './cap-search.ts';

describe('smallestFitting', () => {
  it('finds the smallest cap from any guess, exactly up to 100 and within two digits above', () => {
    const number = fc.integer({ min: 1, max: 120_000 });
    fc.assert(
      fc.property(number, number, number, (low, guess, threshold) => {
        const found = smallestFitting(low, guess, (cap) => cap >= threshold);
        const wanted = Math.max(low, threshold);
        expect(found).toBeGreaterThanOrEqual(wanted);
        expect(found).toBeLessThan(wanted <= 100 ? wanted + 1 : wanted * 1.1);
        expect(Number(found.toPrecision(2))).toBe(found);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('asks few times where the guess is near', () => {
    let asked = 0;
    smallestFitting(1, 16_000, (cap) => {
      asked += 1;
      return cap >= 17_000;
    });
    expect(asked).toBe(2);
  });
});

describe('capOfSums', () => {
  it('finds the smallest cap that loses at most a share', () => {
    expect(capOfSums(Float64Array.from([10, 5, 5]), 0)).toBe(10);
    expect(capOfSums(Float64Array.from([10, 5, 5]), 0.25)).toBe(5);
    expect(capOfSums(Float64Array.from([10, 5, 5]), 0.4)).toBe(4);
    expect(capOfSums(new Float64Array(), 0)).toBe(1);
  });
});
