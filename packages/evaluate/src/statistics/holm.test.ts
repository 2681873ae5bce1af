import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from './holm.ts';

const pValue = fc.double({ min: 0, max: 1, noNaN: true });

describe('holm', () => {
  it('agrees with statsmodels', () => {
    // statsmodels 0.15: multipletests([.01, .04, .03, .005, .2], .05, 'holm').
    const results = holm([0.01, 0.04, 0.03, 0.005, 0.2], 0.05);
    for (const [i, expected] of [0.04, 0.09, 0.09, 0.025, 0.2].entries())
      expect(results[i]!.adjusted).toBeCloseTo(expected, 12);
    expect(results.map(({ isRejected }) => isRejected)).toEqual([true, false, false, true, false]);
  });

  it('counts members of the family whose p-values are not given', () => {
    expect(holm([0.01], 0.05, 5)[0]).toEqual({ adjusted: 0.05, isRejected: true });
    expect(holm([0.01], 0.05, 6)[0]!.isRejected).toBe(false);
    expect(holm([0.04, 0.04], 0.05, 1).map(({ isRejected }) => isRejected)).toEqual([false, false]);
    expect(holm([], 0.05, 9)).toEqual([]);
  });

  it('never depends on the order, never adjusts downwards, and rejects whatever Bonferroni does', () => {
    fc.assert(
      fc.property(fc.array(pValue, { minLength: 1, maxLength: 20 }), (pValues) => {
        const results = holm(pValues, 0.05);
        const reversed = holm([...pValues].reverse(), 0.05).reverse();
        expect(reversed).toEqual(results);
        for (const [i, p] of pValues.entries()) {
          expect(results[i]!.adjusted).toBeGreaterThanOrEqual(p);
          if (p * pValues.length <= 0.05) expect(results[i]!.isRejected).toBe(true);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
