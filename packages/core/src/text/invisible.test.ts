import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { codePointName, hasInvisible, invisibleCodePoints, stripInvisible } from './invisible.ts';

describe('invisible code points', () => {
  it.each([
    ['zero-width space', '\u200b', 'U+200B'],
    ['right-to-left override', '\u202e', 'U+202E'],
    ['soft hyphen', '\u00ad', 'U+00AD'],
    ['tag letter', '\u{e0041}', 'U+E0041'],
    ['variation selector', '\ufe0f', 'U+FE0F'],
    ['Hangul filler', '\u3164', 'U+3164'],
    ['word joiner', '\u2060', 'U+2060'],
    ['byte order mark', '\ufeff', 'U+FEFF'],
    ['null', '\u0000', 'U+0000'],
    ['C1 control', '\u0085', 'U+0085'],
    ['lone surrogate', '\ud800', 'U+D800'],
  ])('include the %s, found by name and removed', (_, char, name) => {
    const text = `a${char}b`;
    expect(hasInvisible(text)).toBe(true);
    expect(invisibleCodePoints(text)).toEqual([name]);
    expect(stripInvisible(text)).toBe('ab');
  });

  it('do not include tabs, line ends, spaces, letters, marks and plain emoji', () => {
    for (const text of ['\t\n\r ', 'abc', '\u00e9', '\u0301', '\u0e33', '\ud83d\ude00']) {
      expect(hasInvisible(text)).toBe(false);
      expect(stripInvisible(text)).toBe(text);
    }
  });

  it('are told one by one, in order, and none is left after removal', () => {
    expect(invisibleCodePoints('\u200bx\u200d\u200b')).toEqual(['U+200B', 'U+200D', 'U+200B']);
    fc.assert(
      fc.property(anyText(30), (text) => {
        expect(hasInvisible(stripInvisible(text))).toBe(false);
        expect(hasInvisible(text)).toBe(invisibleCodePoints(text).length > 0);
      }),
      { seed: 15, numRuns: 300 },
    );
  });

  it('are named with at least four digits', () => {
    expect(codePointName('\u0007')).toBe('U+0007');
    expect(codePointName('\u{1f600}')).toBe('U+1F600');
  });
});
