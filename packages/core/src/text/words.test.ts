import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { isLatinText } from './normalise.ts';
import { MAX_WORD_LENGTH, wordsOf } from './words.ts';

describe('wordsOf', () => {
  it.each([
    ['Order #4812 cost $19.90', ['order', '0', 'cost', '0', '0']],
    ['a4 and b2b', ['a4', 'and', 'b2b']],
    ["don\u2019t, can't; o'", ["don't", "can't", 'o']],
    ['e-mail me@x.com', ['e', 'mail', 'me', 'x', 'com']],
    ['caf\u00e9 \uff14\uff12', ['cafe', '0']],
    ['\u6211\u7684 order', ['\u6211', '\u7684', 'order']],
    ['\u0e01\u0e32', ['\u0e01', '\u0e32']],
    ['\ud83d\ude00 ... !', []],
    ['', []],
  ])('reads %j as %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('cuts a word of a million letters to the limit, ASCII or not', () => {
    const long = 'x'.repeat(1_000_000);
    expect(wordsOf(`a ${long} b`)).toEqual(['a', 'x'.repeat(MAX_WORD_LENGTH), 'b']);
    expect(wordsOf(`\u00df ${long}`).map((word) => word.length)).toEqual([1, MAX_WORD_LENGTH]);
  });

  it('reads unspaced text of any length, one word a character', () => {
    expect(wordsOf('\u6f22'.repeat(300_000))).toHaveLength(300_000);
  });

  it('gives words without white space, in any text', () => {
    fc.assert(
      fc.property(anyText(40), (text) => {
        for (const word of wordsOf(text)) {
          expect(word).toMatch(/^\S+$/u);
          expect(word.length).toBeLessThanOrEqual(MAX_WORD_LENGTH);
        }
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  it('gives the words of two texts joined by a space as those of one after the other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ maxLength: 20 }), (a, b) => {
        const both = `${a} ${b}`;
        expect(wordsOf(both)).toEqual([...wordsOf(a, isLatinText(both)), ...wordsOf(b, isLatinText(both))]);
      }),
      { seed: 14, numRuns: 300 },
    );
  });
});
