import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

describe('wilsonInterval', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (score, no continuity correction), 95 %.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published interval for %i of %i', (hits, trials, low, high) => {
    const interval = wilsonInterval(hits, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('says nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('holds the observed rate, stays within 0 and 1, and narrows with more trials', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (a, trials) => {
        const hits = Math.min(a, trials);
        const { low, high } = wilsonInterval(hits, trials);
        expect(low >= 0 && high <= 1).toBe(true);
        expect(low - 1e-12 <= hits / trials && hits / trials <= high + 1e-12).toBe(true);
        const larger = wilsonInterval(4 * hits, 4 * trials);
        expect(larger.high - larger.low).toBeLessThan(high - low);
      }),
      { seed: 9, numRuns: 300 },
    );
  });
});
