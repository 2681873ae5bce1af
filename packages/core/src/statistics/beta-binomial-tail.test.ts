import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaBinomialTail } from './beta-binomial-tail.ts';

describe('betaBinomialTail', () => {
  it('is the binomial distribution without correlation', () => {
    // Ten fair coins: 1, 11, 56, 176 of 1024 ways for at least ten, nine, eight, seven heads.
    for (const [hits, ways] of [
      [10, 1],
      [9, 11],
      [8, 56],
      [7, 176],
      [5, 638],
      [1, 1023],
    ] as const) {
      expect(betaBinomialTail(hits, 10, 0.5, 0)).toBeCloseTo(ways / 1024, 12);
    }
  });

  it("is Pólya's urn with correlation: equal chances for every count at rate one half and correlation one third", () => {
    for (let hits = 0; hits <= 12; hits++)
      expect(betaBinomialTail(hits, 12, 0.5, 1 / 3)).toBeCloseTo((13 - hits) / 13, 10);
  });

  it('falls with the hits, and with correlation puts more into the far tail', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.001, max: 0.6, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (trials, rate, rho) => {
          let before = 1;
          for (let hits = 0; hits <= trials; hits += Math.max(1, Math.floor(trials / 20))) {
            const tail = betaBinomialTail(hits, trials, rate, rho);
            expect(tail).toBeGreaterThanOrEqual(0);
            expect(tail).toBeLessThanOrEqual(before + 1e-9);
            before = tail;
          }
          expect(betaBinomialTail(trials, trials, rate, rho)).toBeGreaterThanOrEqual(
            betaBinomialTail(trials, trials, rate, 0) * (1 - 1e-9),
          );
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it('knows what is certain and what is impossible', () => {
    expect(betaBinomialTail(0, 5, 0, 0.1)).toBe(1);
    expect(betaBinomialTail(1, 5, 0, 0.1)).toBe(0);
    expect(betaBinomialTail(6, 5, 0.5, 0.1)).toBe(0);
    expect(betaBinomialTail(5, 5, 1, 0.1)).toBe(1);
  });
});
