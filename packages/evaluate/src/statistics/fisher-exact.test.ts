import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherExact } from './fisher-exact.ts';

const small = fc.integer({ min: 0, max: 7 }).chain((n) => fc.record({ n: fc.constant(n), k: fc.nat(n) }));

describe('fisherExact', () => {
  // scipy 1.17: fisher_exact([[hits, misses], [hits, misses]], alternative='greater').
  it.each([
    [3, 3, 0, 3, 0.05],
    [5, 5, 0, 60, 1.2106701688933307e-7],
    [4, 5, 2, 60, 0.0001078707120483958],
    [10, 20, 3, 20, 0.020371197512465588],
    [1, 10, 8, 10, 0.9999404620147654],
    [250, 300, 3, 300, 1.651452702146951e-112],
    [0, 5, 0, 5, 1],
  ])('agrees with scipy for %i of %i against %i of %i', (ka, na, kb, nb, expected) => {
    expect(fisherExact({ k: ka, n: na }, { k: kb, n: nb }) / expected).toBeCloseTo(1, 9);
  });

  it('agrees with dealing the hits out in every way', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const trials = a.n + b.n;
        let [deals, asMany] = [0, 0];
        for (let bits = 0; bits < 1 << trials; bits++) {
          if (ones(bits) !== a.k + b.k) continue;
          deals++;
          if (ones(bits & ((1 << a.n) - 1)) >= a.k) asMany++;
        }
        expect(fisherExact(a, b)).toBeCloseTo(asMany / deals, 10);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('is sure of nothing where there is nothing to compare', () => {
    expect(fisherExact({ k: 0, n: 0 }, { k: 0, n: 0 })).toBe(1);
    expect(fisherExact({ k: 5, n: 5 }, { k: 0, n: 0 })).toBe(1);
  });
});

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
