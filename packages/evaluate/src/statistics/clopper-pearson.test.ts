import { betaBinomialTail } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson, rateLowerBound, rateUpperBound } from './clopper-pearson.ts';

const CONFIDENCES = [0.8, 0.95, 0.9999];
const count = fc.integer({ min: 1, max: 400 }).chain((n) => fc.record({ n: fc.constant(n), k: fc.nat(n) }));

describe('clopperPearson', () => {
  // scipy 1.17: binomtest(k, n).proportion_ci(confidence, 'exact').
  it.each([
    [0, 10, 0.95, 0, 0.30849710781876294],
    [1, 10, 0.95, 0.0025285785444625728, 0.44501611702819543],
    [5, 10, 0.95, 0.1870860284474045, 0.8129139715525955],
    [10, 10, 0.95, 0.6915028921812371, 1],
    [3, 60, 0.95, 0.010432329644348218, 0.13924324672110006],
    [190, 200, 0.99, 0.8960378442460285, 0.9811645116951897],
    [17, 1000, 0.9, 0.010860306012926965, 0.025390748776180742],
    [500, 1000, 0.95, 0.46854917297179194, 0.531450827028208],
    [2, 100_000, 0.95, 2.422102185951549e-6, 7.224498936505319e-5],
  ])('agrees with scipy for %i of %i at %d', (k, n, confidence, lower, upper) => {
    const interval = clopperPearson(k, n, confidence);
    expect(interval.lower).toBeCloseTo(lower, 11);
    expect(interval.upper).toBeCloseTo(upper, 11);
  });

  it('holds the truth at least as often as it says, at every rate', () => {
    for (const rate of [0.003, 0.02, 0.31, 0.5, 0.77, 0.999]) {
      for (const n of [3, 17, 60]) {
        let covered = 0;
        for (let k = 0; k <= n; k++) {
          const { lower, upper } = clopperPearson(k, n, 0.9);
          const chance = betaBinomialTail(k, n, rate, 0) - betaBinomialTail(k + 1, n, rate, 0);
          if (lower <= rate && rate <= upper) covered += chance;
        }
        expect(covered).toBeGreaterThanOrEqual(0.9);
      }
    }
  });

  it('holds the observed rate, widens with confidence, and mirrors hits and misses', () => {
    fc.assert(
      fc.property(count, fc.constantFrom(...CONFIDENCES), ({ k, n }, confidence) => {
        const { lower, upper } = clopperPearson(k, n, confidence);
        expect(lower).toBeLessThanOrEqual(k / n);
        expect(upper).toBeGreaterThanOrEqual(k / n);
        const wider = clopperPearson(k, n, (1 + confidence) / 2);
        expect(wider.lower).toBeLessThanOrEqual(lower);
        expect(wider.upper).toBeGreaterThanOrEqual(upper);
        expect(clopperPearson(n - k, n, confidence).lower).toBeCloseTo(1 - upper, 12);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('knows nothing without trials', () => {
    expect(clopperPearson(0, 0, 0.95)).toEqual({ lower: 0, upper: 1 });
  });
});

describe('the one-sided bounds', () => {
  // scipy 1.17: binomtest(k, n, alternative='greater' for lower, 'less' for upper).proportion_ci(0.95, 'exact').
  it.each([
    [3, 60, 0.01376515756828752, 0.12418721047775096],
    [190, 200, 0.916664848933628, 0.9726257464749078],
    [0, 59, 0, 0.04950760988846832],
  ])('agree with scipy for %i of %i', (k, n, lower, upper) => {
    expect(rateLowerBound(k, n, 0.95)).toBeCloseTo(lower, 11);
    expect(rateUpperBound(k, n, 0.95)).toBeCloseTo(upper, 11);
  });

  it('grow with the hits', () => {
    fc.assert(
      fc.property(count, fc.constantFrom(...CONFIDENCES), ({ k, n }, confidence) => {
        if (k === n) return;
        expect(rateLowerBound(k + 1, n, confidence)).toBeGreaterThan(rateLowerBound(k, n, confidence));
        expect(rateUpperBound(k + 1, n, confidence)).toBeGreaterThan(rateUpperBound(k, n, confidence));
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});
