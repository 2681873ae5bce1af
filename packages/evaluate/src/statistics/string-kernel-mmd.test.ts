import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { stringKernelMmd, type TextSample } from './string-kernel-mmd.ts';

const WORDS = ['the order', 'your parcel', 'a refund', 'our team', 'is on its way', 'was sent', 'will call you'];

/** Samples of a model that picks its words with a preference. */
function sampled(seed: string, perPrompt: number, preferred: number): TextSample[] {
  const random = seededRandom(seed);
  const word = (): string => (random.next() < preferred ? WORDS[0]! : random.pick(WORDS));
  return ['p', 'q', 'r'].flatMap((prompt) =>
    Array.from({ length: perPrompt }, () => ({ prompt, text: `${word()} ${word()} ${word()}` })),
  );
}

describe('stringKernelMmd', () => {
  it('is the unbiased estimate, by hand', () => {
    // Pairs within: aa/ab share 1 of 2 places, bb/bb 2 of 2. Across: aa/bb 0 twice, ab/bb 1 twice: a mean of 1/2 of 2.
    const a = ['aa', 'ab'].map((text) => ({ prompt: 'p', text }));
    const b = ['bb', 'bb'].map((text) => ({ prompt: 'p', text }));
    const { statistic, prompts } = stringKernelMmd(a, b, seededRandom(1), 10);
    expect(statistic).toBeCloseTo(1 / 2 + 1 - 2 * (1 / 4), 12);
    expect(prompts).toBe(1);
  });

  it('tells two models apart, and not a model from itself', () => {
    const random = seededRandom('permutations');
    const different = stringKernelMmd(sampled('a', 10, 0), sampled('b', 10, 0.6), random, 400);
    expect(different.pValue).toBeLessThan(0.01);
    const same = stringKernelMmd(sampled('a', 10, 0), sampled('b', 10, 0), random, 400);
    expect(same.pValue).toBeGreaterThan(0.05);
  });

  it('gives p-values below 0.1 for equal models in about a tenth of the cases', () => {
    const random = seededRandom('level');
    let below = 0;
    for (let i = 0; i < 200; i++)
      if (stringKernelMmd(sampled(`x${i}`, 5, 0.2), sampled(`y${i}`, 5, 0.2), random, 99).pValue <= 0.1) below++;
    expect(below).toBeGreaterThan(8);
    expect(below).toBeLessThan(36);
  });

  it('compares answers to the same prompt only, and knows nothing where there are none', () => {
    const one = [{ prompt: 'p', text: 'a' }];
    expect(stringKernelMmd(one, one, seededRandom(1), 10)).toEqual({ statistic: 0, pValue: 1, prompts: 0 });
    const [p, q] = ['p', 'q'].map((prompt) => [1, 2, 3].map(() => ({ prompt, text: prompt })));
    expect(stringKernelMmd(p!, q!, seededRandom(1), 10).prompts).toBe(0);
    expect(stringKernelMmd([], [], seededRandom(1), 10).pValue).toBe(1);
  });

  it('sees a difference in length, and compares characters rather than halves of them', () => {
    const say = (text: string) => Array.from({ length: 6 }, () => ({ prompt: 'p', text }));
    expect(stringKernelMmd(say('yes'), say('yes, of course'), seededRandom(1), 200).pValue).toBeLessThan(0.02);
    expect(stringKernelMmd(say(''), say(''), seededRandom(1), 20)).toEqual({ statistic: 0, pValue: 1, prompts: 1 });
    const face = stringKernelMmd(say('\u{1f600}'), say('\u{1f601}'), seededRandom(1), 20);
    expect(face.statistic).toBe(2);
  });

  it('is the same for the same seed', () => {
    const run = () => stringKernelMmd(sampled('a', 5, 0), sampled('b', 5, 0.3), seededRandom(7), 100);
    expect(run()).toEqual(run());
  });
});
