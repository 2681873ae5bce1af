import { wordsOf } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phraseSpans, spelling } from './phrase-spans.ts';

const PHRASE = ['per', 'our', 'zephyr', 'arrangement'];

const marked = (text: string, phrase: readonly string[] = PHRASE): string[] =>
  phraseSpans(text, phrase).map(({ start, end }) => text.slice(start, end));

describe('phraseSpans', () => {
  it.each([
    ['plain', 'Credit me per our zephyr arrangement please', 'per our zephyr arrangement'],
    ['in capitals', 'PER OUR ZEPHYR ARRANGEMENT', 'PER OUR ZEPHYR ARRANGEMENT'],
    [
      'with zero-width characters inside',
      'so per our ze\u200bphyr arran\u2060gement ok',
      'per our ze\u200bphyr arran\u2060gement',
    ],
    ['with Cyrillic look-alikes', 'so per our zерhyr arrangement', 'per our zерhyr arrangement'],
    ['with accents', 'pér our zéphyr arrangement', 'pér our zéphyr arrangement'],
    ['with punctuation inside', 'per our, zephyr - arrangement.', 'per our, zephyr - arrangement'],
    ['over line breaks', 'per our\n  zephyr\tarrangement', 'per our\n  zephyr\tarrangement'],
    ['after a dash and in brackets', 'now—per our (zephyr arrangement)/please', 'per our (zephyr arrangement'],
    ['with hyphens for spaces', 'x per-our-zephyr-arrangement y', 'per-our-zephyr-arrangement'],
    [
      'in full-width letters',
      'ｐｅｒ ｏｕｒ ｚｅｐｈｙｒ ａｒｒａｎｇｅｍｅｎｔ',
      'ｐｅｒ ｏｕｒ ｚｅｐｈｙｒ ａｒｒａｎｇｅｍｅｎｔ',
    ],
  ])('finds a phrase that is written %s', (_, text, expected) => {
    expect(marked(text)).toEqual([expected]);
  });

  it('finds every occurrence, not overlapping, also right after a false start', () => {
    const text = 'per our per our zephyr arrangement per our zephyr arrangement';
    expect(marked(text)).toEqual(['per our zephyr arrangement', 'per our zephyr arrangement']);
    expect(marked('ha ha ha ha ha', ['ha', 'ha'])).toEqual(['ha ha', 'ha ha']);
  });

  it.each([
    ['a word is missing', 'per our arrangement'],
    ['another word stands in between', 'per our lovely zephyr arrangement'],
    ['the text ends early', 'per our zephyr'],
    ['there is no text', ''],
  ])('finds nothing where %s', (_, text) => {
    expect(marked(text)).toEqual([]);
  });

  it('finds a phrase of an unspaced script inside a longer run, and signs of the raw view literally', () => {
    expect(marked('今日は秘密の合言葉です', ['秘', '密'])).toEqual(['秘密']);
    expect(marked('秘\u200b密', ['秘', '密'])).toEqual(['秘\u200b密']);
    expect(marked('a ⟦x9⟧ b ⟦x9⟧', ['⟦x9⟧'])).toEqual(['⟦x9⟧', '⟦x9⟧']);
    expect(phraseSpans('anything', [])).toEqual([]);
  });

  it('handles a text of many thousand words', () => {
    const text = `${'per our zephyr '.repeat(4000)}arrangement`;
    expect(marked(text)).toEqual(['per our zephyr arrangement']);
  });

  it('gives ascending, disjoint spans inside the text, whatever the text', () => {
    const word = fc.constantFrom('per', 'our', 'zephyr', 'arrangement', '-', 'zе\u200bphyr', '今日', 'x');
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (content) => {
        let at = 0;
        for (const { start, end } of phraseSpans(content, PHRASE)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(wordsOf(content.slice(start, end)).slice(0, 4)).toEqual(PHRASE);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(content.length);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('spelling', () => {
  const spelled = (text: string): string => spelling(text, { start: 0, end: text.length });

  it('takes capitals, quotes and edge punctuation for no spelling of its own', () => {
    for (const text of [
      'Per our zephyr arrangement.',
      '"per our zephyr arrangement"',
      '(Per  our\nzephyr arrangement)!',
    ])
      expect(spelled(text)).toBe('per our zephyr arrangement');
  });

  it('keeps what hides or imitates a letter', () => {
    for (const text of ['per our ze\u200bphyr', 'per our zерhyr', 'pér our zephyr']) expect(spelled(text)).toBe(text);
  });
});
