import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newcombePaired } from './newcombe-paired.ts';

const outcomes = fc.record({ both: fc.nat(40), onlyA: fc.nat(40), onlyB: fc.nat(40), neither: fc.nat(40) });

describe('newcombePaired', () => {
  // Examples of method 10 in the paper's tables, to the digits given there.
  it.each([
    [36, 12, 2, 0, 0.0569, 0.3404],
    [36, 14, 0, 0, 0.1528, 0.4167],
  ])('agrees with the paper for %i, %i, %i, %i', (both, onlyA, onlyB, neither, lower, upper) => {
    const interval = newcombePaired({ both, onlyA, onlyB, neither }, 1.959964);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it('holds the observed difference, stays within [-1, 1], and mirrors when the models change places', () => {
    fc.assert(
      fc.property(outcomes, ({ both, onlyA, onlyB, neither }) => {
        const { lower, upper } = newcombePaired({ both, onlyA, onlyB, neither });
        const n = both + onlyA + onlyB + neither;
        const difference = n === 0 ? 0 : (onlyA - onlyB) / n;
        expect(lower).toBeGreaterThanOrEqual(-1);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(difference + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(difference - 1e-12);
        const mirrored = newcombePaired({ both, onlyA: onlyB, onlyB: onlyA, neither });
        expect(mirrored.lower).toBeCloseTo(-upper, 12);
        expect(mirrored.upper).toBeCloseTo(-lower, 12);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('holds the true difference about as often as it says', () => {
    // All tables of 20 questions with chances 0.5, 0.25, 0.1 and 0.15: a true difference of 0.15.
    const logs = [0.5, 0.25, 0.1, 0.15].map(Math.log);
    const factorial = (n: number): number => (n < 2 ? 0 : Math.log(n) + factorial(n - 1));
    let covered = 0;
    for (let a = 0; a <= 20; a++)
      for (let b = 0; a + b <= 20; b++)
        for (let c = 0; a + b + c <= 20; c++) {
          const counts = [a, b, c, 20 - a - b - c];
          const log = counts.reduce((sum, count, i) => sum + count * logs[i]! - factorial(count), factorial(20));
          const { lower, upper } = newcombePaired({ both: a, onlyA: b, onlyB: c, neither: counts[3]! });
          if (lower <= 0.15 && upper >= 0.15) covered += Math.exp(log);
        }
    expect(covered).toBeGreaterThan(0.94);
  });

  it('knows nothing without questions', () => {
    expect(newcombePaired({ both: 0, onlyA: 0, onlyB: 0, neither: 0 })).toEqual({ lower: -1, upper: 1 });
  });
});
