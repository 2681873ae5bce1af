import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLikelihoodRatio } from './log-likelihood-ratio.ts';

describe('logLikelihoodRatio', () => {
  // Dunning 1993, table 2: word pairs of a Swiss banking report; k(AB), k(A not B), k(not A, B), k(neither).
  it.each([
    ['the swiss', 110, 2442, 111, 29114, 270.72],
    ['can be', 29, 13, 123, 31612, 263.9],
    ['previous year', 31, 23, 139, 31584, 256.84],
    ['mineral water', 10, 0, 3, 31764, 167.23],
  ])('gives the published value for "%s"', (_, both, onlyFirst, onlySecond, neither, published) => {
    const g2 = logLikelihoodRatio(both, both + onlyFirst, onlySecond, onlySecond + neither);
    expect(g2).toBeCloseTo(published, 2);
  });

  it('is zero without trials, at equal rates, and where the other rate is the higher one', () => {
    expect(logLikelihoodRatio(0, 0, 1, 2)).toBe(0);
    expect(logLikelihoodRatio(1, 2, 0, 0)).toBe(0);
    expect(logLikelihoodRatio(5, 50, 1, 10)).toBe(0);
    expect(logLikelihoodRatio(1, 50, 9, 10)).toBe(0);
    expect(logLikelihoodRatio(0, 50, 0, 10)).toBe(0);
  });

  const counts = fc.tuple(fc.nat(200), fc.nat(200), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }));

  it('is finite, never negative, and positive for only one of the two directions', () => {
    fc.assert(
      fc.property(counts, ([a, b, m, n]) => {
        const [hits, otherHits] = [Math.min(a, m), Math.min(b, n)];
        const forth = logLikelihoodRatio(hits, m, otherHits, n);
        const back = logLikelihoodRatio(otherHits, n, hits, m);
        expect(Number.isFinite(forth) && forth >= 0).toBe(true);
        expect(Math.min(forth, back)).toBe(0);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('grows with the hits and shrinks with the other hits', () => {
    fc.assert(
      fc.property(counts, ([a, b, m, n]) => {
        const [hits, otherHits] = [Math.min(a, m - 1), Math.min(b, n - 1)];
        const g2 = logLikelihoodRatio(hits, m, otherHits, n);
        expect(logLikelihoodRatio(hits + 1, m, otherHits, n)).toBeGreaterThanOrEqual(g2 - 1e-9);
        expect(logLikelihoodRatio(hits, m, otherHits + 1, n)).toBeLessThanOrEqual(g2 + 1e-9);
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});
