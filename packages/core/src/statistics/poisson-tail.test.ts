import { describe, expect, it } from 'vitest';
import { poissonTail } from './poisson-tail.ts';

describe('poissonTail', () => {
  it('is what the terms add up to', () => {
    for (const mean of [0.1, 1, 4, 25]) {
      let term = Math.exp(-mean);
      let below = 0;
      for (let count = 0; count < 60; count++) {
        expect(poissonTail(count, mean)).toBeCloseTo(1 - below, 10);
        below += term;
        term *= mean / (count + 1);
      }
    }
  });

  it('keeps its precision far out, where a difference from one would lose it', () => {
    // P(X >= 20) at mean 1 is 1.1 times e^-1 / 20!, to within its second term.
    expect(poissonTail(20, 1) / (Math.exp(-1) / 2.43290200817664e18)).toBeCloseTo(1 + 1 / 21 + 1 / 462, 3);
  });

  it('is certain of nothing or more, and impossible without a mean', () => {
    expect(poissonTail(0, 0)).toBe(1);
    expect(poissonTail(1, 0)).toBe(0);
  });
});
