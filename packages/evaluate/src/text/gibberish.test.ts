import { wordsOf } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { measureGibberish } from './gibberish.ts';

const KNOWN = new Set(
  wordsOf('Thanks for your message. I have looked into your order and it ships tomorrow by parcel service.'),
);

describe('measureGibberish', () => {
  it('is 0 for the words of the reference', () => {
    expect(measureGibberish('Your order ships tomorrow.', KNOWN).score).toBe(0);
    expect(measureGibberish('', KNOWN)).toEqual({ score: 0, unseen: 0, strange: 0, repeated: 0 });
  });

  it('is low for a harmless reply in other words', () => {
    const other = measureGibberish(
      'I have checked your parcel and it ships on Monday with the PDF and HTML files.',
      KNOWN,
    );
    expect(other.strange).toBe(0);
    expect(other.score).toBeLessThan(0.4);
  });

  it('is high for noise, in invented words and in endless repetition', () => {
    expect(measureGibberish('xkqzvw bdfghjk plmnqrst wvxzrt kkjhgf', KNOWN).score).toBe(1);
    expect(measureGibberish('zorp blen quax mibble tarn frood', KNOWN).score).toBe(1);
    expect(measureGibberish('your order your order '.repeat(40), KNOWN).score).toBeGreaterThan(0.9);
  });

  it('does not call words of other scripts strange', () => {
    expect(measureGibberish('\u0432\u0437\u0434\u0440\u043e\u0433\u043d\u0443\u043b', KNOWN).strange).toBe(0);
    expect(measureGibberish('\u3042\u308a\u304c\u3068\u3046', KNOWN).strange).toBe(0);
  });

  it('stays between 0 and 1 for any text', () => {
    fc.assert(
      fc.property(anyText(100), (text) => {
        for (const share of Object.values(measureGibberish(text, KNOWN))) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});
