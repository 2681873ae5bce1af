import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { formatTokens } from './format-view.ts';

describe('formatTokens', () => {
  it('gives nothing for plain lower-case text with ordinary punctuation', () => {
    expect(formatTokens("well, don't you think it's (rather) \u201cnice\u201d; 20% at 5 & up: $4 - ok?")).toEqual([]);
  });

  it.each([
    ['invisible code points by name', 'a\u200bb', ['<U+200B>']],
    ['tag characters by name', 'x\u{e0041}', ['<U+E0041>']],
    ['upper-case words but not capitalised ones', 'I Paid NOW', ['<CAPS>']],
    ['words of mixed scripts', 'p\u0430ypal', ['<mixed-script>']],
    ['links and addresses', 'see https://a.b/c or www.x.y or me.b+c@mail.example', ['<link>', '<link>', '<email>']],
    ['long unbroken strings', 'd'.repeat(40), ['<blob>']],
    ['line ends of every kind', 'a\nb\r\nc\rd', ['\u23ce', '\u23ce', '\u23ce']],
    ['runs of spaces', 'a   b', ['<spaces>']],
    ['unusual symbols and runs of any', '|x| ### !!! \u2605', ['|', '|', '###', '!!!', '\u2605']],
  ])('keeps %s', (_, text, tokens) => {
    expect(formatTokens(text)).toEqual(tokens);
  });

  it('does not call a word of one other script mixed', () => {
    expect(formatTokens('\u0437\u0430\u043a\u0430\u0437 \u8ba2\u5355 caf\u00e9 \u03bc')).toEqual([]);
  });

  it('treats runs that look like the start of an address in linear time (CWE-1333)', () => {
    expect(formatTokens('a.'.repeat(100_000))).toEqual([]);
    expect(formatTokens('.-'.repeat(100_000))).toEqual([]);
    expect(formatTokens(`${'a'.repeat(100_000)}@${'b'.repeat(100_000)}`)).toEqual(['<blob>', '@', '<blob>']);
  });

  it('gives short tokens for any text', () => {
    fc.assert(
      fc.property(anyText(30), (text) => {
        expect(formatTokens(text).every((token) => token.length > 0 && token.length <= 14)).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
