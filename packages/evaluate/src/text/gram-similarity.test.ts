import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramSimilarity, gramsOf, SAME_TEXT_FROM } from './gram-similarity.ts';
import { maskVolatile } from './mask-volatile.ts';

/** Two ways to say one thing each, as a support desk says them. Written by hand. */
const PAIRS = [
  ['I can look into that. What is your order number?', 'Let me look into that. Could you give me your order number?'],
  ['You can reset your password in the account settings.', 'Go to the account settings to reset your password.'],
  ['The refund takes five business days.', 'Refunds usually take about five business days to arrive.'],
  [
    'I have checked your order and it left our warehouse yesterday.',
    'Your order left the warehouse yesterday, I just checked.',
  ],
  [
    'Thanks for reaching out! To change your address, open your profile and choose edit.',
    'You can change the address by opening your profile and choosing edit. Thanks for writing!',
  ],
  ['Our support team is available on weekdays from nine to five.', 'Support is available weekdays from nine to five.'],
  [
    'I could not find an order with this number. Could you check it?',
    'There is no order with that number. Please check it again.',
  ],
  [
    'Your subscription renews every month and you can cancel at any time.',
    'It renews monthly; cancel the subscription whenever you like.',
  ],
] as const;

const likeness = (a: string, b: string): number => gramSimilarity(maskVolatile(a), maskVolatile(b));

describe('SAME_TEXT_FROM', () => {
  it('lies between two ways to say one thing and two things', () => {
    for (const [a, b] of PAIRS) expect(likeness(a, b)).toBeGreaterThan(0.27);
    const texts = PAIRS.flat();
    const others = texts.flatMap((a, i) => texts.filter((_, j) => i >> 1 < j >> 1).map((b) => likeness(a, b)));
    expect(others).toHaveLength(112);
    expect(Math.max(...others)).toBeLessThan(0.19);
    expect(SAME_TEXT_FROM).toBe(0.2);
  });
});

describe('gramSimilarity', () => {
  it('is the share of grams of four characters that both have', () => {
    expect([...gramsOf('abcdef')]).toEqual(['abcd', 'bcde', 'cdef']);
    expect(gramSimilarity('abcdef', 'abcdeX')).toBe(2 / 4);
    expect(gramSimilarity('abc', 'abc')).toBe(1);
    expect(gramSimilarity('abc', 'abd')).toBe(0);
    expect(gramSimilarity('', '')).toBe(1);
    expect(gramSimilarity('', 'abcd')).toBe(0);
  });

  it('is symmetric, between 0 and 1, and 1 for a text and itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const likeness = gramSimilarity(a, b);
        expect(likeness).toBe(gramSimilarity(b, a));
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(gramSimilarity(a, a)).toBe(1);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
