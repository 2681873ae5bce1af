import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenLogprob } from '../model/chat-model.ts';
import { jensenShannon, symmetricKl } from './divergence.ts';

const top = (chances: Readonly<Record<string, number>>): TokenLogprob[] =>
  Object.entries(chances).map(([token, p]) => ({ token, logprob: Math.log(p) }));

/** No chance is below the floor: 0.03 ** 3 / 12 is 2e-6. */
const weights = fc.array(fc.double({ min: 0.03, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
const distribution = weights.map((all) => {
  const sharp = all.map((weight) => weight ** 3);
  const sum = sharp.reduce((total, weight) => total + weight, 0);
  return sharp.map((weight) => weight / sum);
});

/** The most likely tokens of a distribution. */
function cut(chances: readonly number[], k: number): TokenLogprob[] {
  const all = chances.map((p, i) => ({ token: `t${i}`, logprob: Math.log(p) }));
  return all.sort((a, b) => b.logprob - a.logprob).slice(0, k);
}

describe('the divergences of top tokens', () => {
  const a = top({ a: 0.5, b: 0.25, c: 0.125, d: 0.125 });
  const b = top({ a: 0.25, b: 0.25, c: 0.25, d: 0.25 });

  it('are exact where the lists are whole', () => {
    // scipy 1.17: jensenshannon(a, b)**2; entropy(a, b) + entropy(b, a).
    expect(jensenShannon(a, b)).toBeCloseTo(0.042474759198849354, 12);
    expect(symmetricKl(a, b)).toBeCloseTo(0.3465735902799726, 12);
  });

  it('are 0 for a list and itself, and symmetric', () => {
    fc.assert(
      fc.property(distribution, distribution, fc.integer({ min: 1, max: 12 }), (p, q, k) => {
        for (const measure of [jensenShannon, symmetricKl]) {
          expect(measure(cut(p, k), cut(p, k))).toBeCloseTo(0, 12);
          expect(measure(cut(p, k), cut(q, k))).toBeCloseTo(measure(cut(q, k), cut(p, k))!, 10);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('never exceed what the whole distributions give, and stay within their range', () => {
    fc.assert(
      fc.property(distribution, distribution, fc.integer({ min: 1, max: 12 }), (p, q, k) => {
        for (const measure of [jensenShannon, symmetricKl])
          expect(measure(cut(p, k), cut(q, k))!).toBeLessThanOrEqual(measure(cut(p, 12), cut(q, 12))! + 1e-6);
        expect(jensenShannon(cut(p, k), cut(q, k))!).toBeLessThanOrEqual(Math.LN2 + 1e-12);
      }),
      { seed: 2, numRuns: 150 },
    );
  });

  it('see two sure tokens that differ, though the lists share none', () => {
    expect(jensenShannon(top({ issue: 0.99 }), top({ lookup: 0.99 }))).toBeGreaterThan(0.6);
    expect(symmetricKl(top({ issue: 0.99 }), top({ lookup: 0.99 }))).toBeGreaterThan(8);
  });

  it('are unknown without any token', () => {
    expect(jensenShannon([], a)).toBeUndefined();
    expect(symmetricKl(a, [{ token: 'x', logprob: Number.NEGATIVE_INFINITY }])).toBeUndefined();
    expect(jensenShannon(a, [{ token: 'x', logprob: Number.NaN }])).toBeUndefined();
  });

  it('stay finite for whatever a server sends', () => {
    const any = fc.array(fc.record({ token: fc.constantFrom('a', 'b', ''), logprob: fc.double() }), { maxLength: 5 });
    fc.assert(
      fc.property(any, any, (x, y) => {
        for (const measure of [jensenShannon, symmetricKl]) {
          const value = measure(x, y);
          if (value !== undefined) expect(value >= 0 && Number.isFinite(value)).toBe(true);
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
