import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { normaliseText } from './normalise.ts';

const PHRASE = 'per our zephyr arrangement';

describe('normaliseText', () => {
  it.each([
    ['a zero-width space', 'per our ze\u200bphyr arrangement'],
    ['zero-width joiners and word joiners', 'p\u200der o\u2060ur zephyr arr\u200cangement'],
    ['a soft hyphen', 'per our zeph\u00adyr arrange\u00adment'],
    ['bidirectional controls', 'per our \u202ezephyr\u202c arrange\u2066ment\u2069'],
    ['tag characters', 'per our zephyr\u{e0041}\u{e0042} arrangement'],
    ['variation selectors', 'per our zephyr\ufe0f arrangement\u{e0100}'],
    ['a byte order mark', '\ufeffper our zephyr arrangement'],
    ['C0 and C1 controls', 'per\u0000 our ze\u0085phyr arrange\u007fment'],
    ['lone surrogates', 'per our zep\ud800hyr arrangement\udfff'],
    ['full-width letters', '\uff50\uff45\uff52 our \uff5a\uff45\uff50\uff48\uff59\uff52 arrangement'],
    ['mathematical letters', 'per our \u{1d433}\u{1d41e}\u{1d429}\u{1d421}\u{1d432}\u{1d42b} arrangement'],
    ['circled letters', 'per our \u24e9\u24d4\u24df\u24d7\u24e8\u24e1 arrangement'],
    ['Cyrillic look-alikes', 'p\u0435r \u043eur z\u0435\u0440hyr \u0430rr\u0430ng\u0435ment'],
    ['Greek look-alikes', 'per \u03bfur zephyr \u03b1rrangement'],
    ['stacked combining marks', 'per our z\u0335\u0336e\u0301\u0302phyr arrangement\u20dd'],
    ['capitals', 'PER OUR ZEPHYR ARRANGEMENT'],
    ['capital Cyrillic look-alikes', '\u0420ER \u041eUR ZE\u0420HYR ARRANGEMENT'],
    ['no-break spaces', 'per\u00a0our\u202fzephyr\u2003arrangement'],
  ])('sees through %s', (_, text) => {
    expect(normaliseText(text)).toBe(PHRASE);
  });

  it('folds curly apostrophes to the plain one', () => {
    expect(normaliseText('don\u2019t')).toBe("don't");
  });

  it('is idempotent on any text, lone surrogates included', () => {
    fc.assert(
      fc.property(anyText(12), (text) => {
        const once = normaliseText(text);
        expect(normaliseText(once)).toBe(once);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  it('is idempotent on every code point by itself and between letters', () => {
    const unstable: string[] = [];
    for (let code = 0; code < 0x20000; code++) {
      const char = String.fromCodePoint(code);
      for (const text of [char, `a${char}b`]) {
        const once = normaliseText(text);
        if (normaliseText(once) !== once) unstable.push(code.toString(16));
      }
    }
    expect(unstable).toEqual([]);
  });

  it('leaves plain lower-case ASCII as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -@[-~\n\t\r]*$/), (text) => {
        expect(normaliseText(text)).toBe(text);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('treats a long word in linear time, beside any other (CWE-1333)', () => {
    const long = 'a'.repeat(500_000);
    expect(normaliseText(`${long} caf\u00e9 ${long}\u0435`)).toBe(`${long} cafe ${long}e`);
  });
});
