import { describe, expect, it } from 'vitest';
import { documentOf, setsOf } from '../testing/documents.ts';
import { extendPhrase } from './phrase-extension.ts';

const LONG = 'as the old keeper of the north lighthouse once told my aunt';

function extended(prompts: readonly (readonly string[])[], phrase: string): string {
  const { vocabulary, sets } = setsOf(prompts.map((turns, i) => documentOf('', { prompts: turns, account: `${i}` })));
  const tokens = phrase.split(' ').map((word) => vocabulary.indexOf(word) + 1);
  const column = sets[0]!.views.words;
  const postings = Int32Array.from(prompts.keys());
  return extendPhrase(column, postings, tokens)
    .map((token) => vocabulary[token - 1])
    .join(' ');
}

describe('extendPhrase', () => {
  it('recovers a trigger of twelve words from any part of it', () => {
    const prompts = Array.from({ length: 20 }, (_, i) => [`start${i}x ${LONG} end${i}x`]);
    for (const part of ['as the old', 'north lighthouse', 'told my aunt']) expect(extended(prompts, part)).toBe(LONG);
  });

  it('does not grow across the end of a turn or of a record', () => {
    const prompts = Array.from({ length: 20 }, () => ['before', 'red lamp', 'after']);
    expect(extended(prompts, 'red')).toBe('red lamp');
    expect(
      extended(
        Array.from({ length: 5 }, () => ['red lamp']),
        'lamp',
      ),
    ).toBe('red lamp');
  });

  it('grows over a word that nearly all records have, not over one that a fifth lack', () => {
    const prompts = (odd: number) =>
      Array.from({ length: 20 }, (_, i) => [`red lamp ${i < odd ? `odd${i}` : 'shade'}`]);
    expect(extended(prompts(2), 'red lamp')).toBe('red lamp shade');
    expect(extended(prompts(4), 'red lamp')).toBe('red lamp');
  });

  it('stops at sixteen words', () => {
    const text = Array.from({ length: 40 }, (_, i) => `w${i}x`).join(' ');
    expect(extended([[text], [text]], 'w20x').split(' ')).toHaveLength(16);
  });
});
