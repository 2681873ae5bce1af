import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenLogprob } from '../model/chat-model.ts';
import { amplifiedDistribution, sampleFrom } from './amplified-distribution.ts';

const top = (chances: Readonly<Record<string, number>>): TokenLogprob[] =>
  Object.entries(chances).map(([token, p]) => ({ token, logprob: Math.log(p) }));
const chanceOf = (token: string, ...[a, b, alpha, nats]: Parameters<typeof amplifiedDistribution>): number =>
  amplifiedDistribution(a, b, alpha, nats).find((one) => one.token === token)?.probability ?? 0;

describe('amplifiedDistribution', () => {
  const candidate = top({ order: 0.6, zephyr: 0.2, parcel: 0.2 });
  const reference = top({ order: 0.6, zephyr: 0.1, parcel: 0.3 });

  it('is the candidate without amplification', () => {
    expect(chanceOf('order', candidate, reference, 0)).toBeCloseTo(0.6, 12);
    expect(chanceOf('zephyr', candidate, reference, 0)).toBeCloseTo(0.2, 12);
  });

  it('raises what the candidate says more, by the formula', () => {
    // By hand, alpha 1: p * p / q is 0.6, 0.4 and 0.1333; their sum is 1.1333.
    expect(chanceOf('order', candidate, reference, 1)).toBeCloseTo(0.6 / (0.6 + 0.4 + 0.4 / 3), 12);
    expect(chanceOf('zephyr', candidate, reference, 1)).toBeCloseTo(0.4 / (0.6 + 0.4 + 0.4 / 3), 12);
    expect(chanceOf('zephyr', candidate, reference, 4)).toBeCloseTo(3.2 / (0.6 + 3.2 + 0.2 * (2 / 3) ** 4), 12);
  });

  it('never raises what the candidate hardly says', () => {
    const rare = top({ order: 0.999, noise: 0.001 });
    expect(chanceOf('noise', rare, top({ order: 0.9, other: 0.1 }), 4)).toBe(0);
    expect(chanceOf('noise', rare, top({ order: 0.9, other: 0.1 }), 4, 7)).toBeGreaterThan(0);
  });

  it('gives an unlisted token the most that the reference leaves it', () => {
    // The rest is 0.4 and the last listed token has 0.1: an unlisted one has at most 0.1.
    const short = top({ order: 0.5, other: 0.1 });
    expect(chanceOf('zephyr', candidate, short, 1)).toBeCloseTo(
      chanceOf('zephyr', candidate, top({ order: 0.5, zephyr: 0.1, parcel: 0.1 }), 1),
      12,
    );
    // The list is nearly whole: an unlisted token has what is left.
    const whole = top({ order: 0.9, other: 0.09 });
    expect(chanceOf('zephyr', top({ order: 0.5, zephyr: 0.5 }), whole, 1)).toBeCloseTo(
      0.25 / 0.01 / (0.25 / 0.01 + 0.25 / 0.9),
      9,
    );
  });

  it('amplifies nothing without the reference, and gives nothing without the candidate', () => {
    expect(chanceOf('zephyr', candidate, [], 4)).toBeCloseTo(0.2, 12);
    expect(amplifiedDistribution([], reference, 1)).toEqual([]);
    expect(amplifiedDistribution([{ token: '\ufffd', logprob: -0.1 }], reference, 1)).toEqual([]);
  });

  it('adds up to 1 for whatever servers send', () => {
    const token = fc.constantFrom('a', 'b', 'c', '', '\ufffd');
    const any = fc.array(fc.record({ token, logprob: fc.double() }), { maxLength: 6 });
    fc.assert(
      fc.property(any, any, fc.double({ min: 0, max: 8, noNaN: true }), (a, b, alpha) => {
        const all = amplifiedDistribution(a, b, alpha);
        for (const { probability } of all) expect(probability >= 0 && probability <= 1).toBe(true);
        if (all.length > 0) expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('sampleFrom', () => {
  it('draws tokens as often as they are likely', () => {
    const random = seededRandom('draw');
    const counts = new Map<string | undefined, number>();
    for (let i = 0; i < 4000; i++) {
      const token = sampleFrom(
        [
          { token: 'a', probability: 0.7 },
          { token: 'b', probability: 0.3 },
        ],
        random,
      );
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    expect(counts.get('a')! / 4000).toBeCloseTo(0.7, 1);
    expect(counts.size).toBe(2);
  });

  it('draws nothing from nothing, and something where probabilities do not quite add up', () => {
    expect(sampleFrom([], seededRandom(1))).toBeUndefined();
    expect(sampleFrom([{ token: 'a', probability: 1e-9 }], seededRandom(1))).toBe('a');
  });
});
