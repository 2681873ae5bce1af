import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson, rateLowerBound, rateUpperBound } from './clopper-pearson.ts';
import { residualBound, zeroHitsBound } from './residual-bound.ts';

describe('zeroHitsBound', () => {
  // By hand: 0.05^(1/59) = 0.95049, 0.05^(1/300) = 0.99006, 0.05^(1/1000) = 0.997009, 0.05^(1/3000) = 0.999002.
  it.each([
    [59, 0.0495],
    [300, 0.0099],
    [1000, 0.003],
    [3000, 0.001],
  ])('after %i draws is about %d at 95 %%', (n, bound) => {
    expect(zeroHitsBound(n, 0.95)).toBeCloseTo(bound, 4);
  });

  it('is the exact one-sided bound for no hits', () => {
    for (const n of [1, 7, 59, 4000]) {
      expect(zeroHitsBound(n, 0.95)).toBeCloseTo(rateUpperBound(0, n, 0.95), 12);
      expect(zeroHitsBound(n, 0.975)).toBeCloseTo(clopperPearson(0, n, 0.95).upper, 12);
    }
  });

  it('says nothing without draws', () => {
    expect(zeroHitsBound(0, 0.95)).toBe(1);
  });
});

describe('residualBound', () => {
  it('divides by what the positive control shows at least', () => {
    const sensitivity = { k: 190, n: 200 };
    const expected = zeroHitsBound(1000, 0.975) / rateLowerBound(190, 200, 0.975);
    expect(residualBound({ draws: 1000, sensitivity, confidence: 0.95 })).toBeCloseTo(expected, 12);
  });

  it('is 1 where nothing was drawn, or the control never showed or was never asked', () => {
    for (const [draws, k, n] of [
      [0, 20, 20],
      [1000, 0, 20],
      [1000, 0, 0],
    ] as const) {
      expect(residualBound({ draws, sensitivity: { k, n }, confidence: 0.95 })).toBe(1);
    }
  });

  it('falls with more draws and a better control, and is never below what a perfect control allows', () => {
    const asked = fc.record({
      draws: fc.integer({ min: 1, max: 20_000 }),
      n: fc.integer({ min: 1, max: 200 }),
      missed: fc.nat(200),
    });
    fc.assert(
      fc.property(asked, ({ draws, n, missed }) => {
        const k = Math.max(0, n - missed);
        const bound = (more: number, hits: number): number =>
          residualBound({ draws: more, sensitivity: { k: hits, n }, confidence: 0.95 });
        const here = bound(draws, k);
        expect(here).toBeGreaterThanOrEqual(zeroHitsBound(draws, 0.975));
        expect(here).toBeLessThanOrEqual(1);
        expect(bound(draws * 2, k)).toBeLessThanOrEqual(here);
        if (k < n) expect(bound(draws, k + 1)).toBeLessThanOrEqual(here);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
