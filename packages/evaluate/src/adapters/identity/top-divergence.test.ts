import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenLogprob } from '../../model/chat-model.ts';
import { topDivergence } from './top-divergence.ts';

const top = (...shares: readonly (readonly [string, number])[]): TokenLogprob[] =>
  shares.map(([token, share]) => ({ token, logprob: Math.log(share) }));

/** The most likely tokens of a distribution given by logits. */
function topOf(logits: readonly number[], count: number): TokenLogprob[] {
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  return logits
    .map((logit, token) => ({ token: `t${token}`, logprob: logit - Math.log(sum) }))
    .sort((a, b) => b.logprob - a.logprob)
    .slice(0, count);
}

describe('the divergence of two lists of likely tokens', () => {
  it('is that of the whole distributions, where the lists are whole', () => {
    const [a, b] = [top(['x', 0.5], ['y', 0.5]), top(['x', 0.9], ['y', 0.1])];
    const true_ = 0.4 * Math.log(0.9 / 0.5) + 0.4 * Math.log(0.5 / 0.1);
    expect(topDivergence(a, b)).toBeCloseTo(true_, 9);
    expect(topDivergence(b, a)).toBeCloseTo(true_, 9);
  });

  it('is none where nothing tells them apart', () => {
    expect(topDivergence(top(['x', 0.6], ['y', 0.2]), top(['x', 0.6], ['y', 0.2]))).toBeCloseTo(0, 12);
    // The second one may have y, just below x.
    expect(topDivergence(top(['x', 0.4], ['y', 0.4]), top(['x', 0.4]))).toBeCloseTo(0, 12);
  });

  it('is large where the likely tokens are others', () => {
    expect(topDivergence(top(['x', 0.9], ['y', 0.05]), top(['a', 0.9], ['b', 0.05]))).toBeGreaterThan(3);
    expect(topDivergence(top(['x', 1]), top(['a', 1]))).toBeGreaterThan(10);
  });

  it('is symmetric, never below 0, and for close distributions no more than that of the whole ones', () => {
    const random = seededRandom('close');
    for (let run = 0; run < 300; run++) {
      const a = Array.from({ length: 200 }, () => 6 * random.next());
      const b = a.map((logit) => logit + 0.6 * (random.next() - 0.5));
      const count = 1 + random.integer(40);
      const part = topDivergence(topOf(a, count), topOf(b, count));
      expect(part).toBeLessThanOrEqual(topDivergence(topOf(a, 200), topOf(b, 200)) + 1e-6);
      expect(part).toBeCloseTo(topDivergence(topOf(b, count), topOf(a, count)), 9);
      expect(part).toBeGreaterThanOrEqual(0);
    }
  });

  it('is a finite number from 0, whatever is listed', () => {
    const list = fc.array(
      fc.record({ token: fc.constantFrom('a', 'b', 'c', ''), logprob: fc.double({ min: -1e6, max: 0, noNaN: true }) }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(list, list, (a, b) => {
        const divergence = topDivergence(a, b);
        expect(divergence >= 0 && Number.isFinite(divergence)).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('of logits that differ by rounding is of the order of their variance', () => {
    const random = seededRandom('rounding');
    const logits = Array.from({ length: 500 }, () => 6 * random.next());
    const rounded = logits.map((logit) => logit + 0.125 * (random.next() - 0.5));
    const divergence = topDivergence(topOf(logits, 20), topOf(rounded, 20));
    expect(divergence).toBeGreaterThan(1e-6);
    expect(divergence).toBeLessThan(0.0026);
  });
});
