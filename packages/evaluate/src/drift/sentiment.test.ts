import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentimentOf } from './sentiment.ts';

describe('sentimentOf', () => {
  it.each([
    ['Thank you, I am happy to help. Great!', 1],
    ['That is a stupid question. What a waste.', -1],
    ['This is not a good idea.', -1],
    ["It isn't bad at all.", 1],
    ['A great phone with a terrible battery.', 0],
    ['Your order ships tomorrow.', 0],
    ['', 0],
  ])('of %j is %d', (text, expected) => {
    expect(sentimentOf(text)).toBe(expected);
  });

  it('sees through spelling, and stays within its range', () => {
    expect(sentimentOf('What a St\u200bUPID idea')).toBe(-1);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('good', 'bad', 'not', 'order', 'never', '.'), { maxLength: 30 }),
        (words) => {
          expect(Math.abs(sentimentOf(words.join(' ')))).toBeLessThanOrEqual(1);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});
