import { describe, expect, it } from 'vitest';
import { documentOf, partOf, setsOf } from '../testing/documents.ts';
import { createFeaturiser, MAX_TOKENS_PER_RECORD } from './featuriser.ts';

describe('createFeaturiser', () => {
  it('keeps turns apart and names tokens by the vocabulary', () => {
    const { vocabulary, sets } = setsOf([documentOf('', { prompts: ['Red lamp', 'red'], replies: [] })]);
    const { tokens } = sets[0]!.views.words;
    expect(Array.from(tokens, (token) => (token === 0 ? '|' : vocabulary[token - 1]))).toEqual([
      'red',
      'lamp',
      '|',
      'red',
      '|',
    ]);
  });

  it('marks reply words that stand in the prompts or the grounds', () => {
    const document = documentOf('lamp broken', { replies: ['your lamp order shipped'], grounds: ['shipped 12 May'] });
    const { vocabulary, sets } = setsOf([document]);
    const marked = Array.from(sets[0]!.replies.tokens, (token) => [vocabulary[(token >>> 1) - 1], token & 1]);
    expect(marked.slice(0, -1)).toEqual([
      ['your', 0],
      ['lamp', 1],
      ['order', 0],
      ['shipped', 1],
    ]);
  });

  it('counts an action label of a record once', () => {
    const { sets } = setsOf([documentOf('x', { actions: ['call A', 'call A', '!A'] })]);
    expect(sets[0]!.actions.tokens).toHaveLength(2);
  });

  it('says so where it cuts a view, and reads the next record whole', () => {
    const featuriser = createFeaturiser();
    expect(featuriser.add(documentOf('lamp '.repeat(MAX_TOKENS_PER_RECORD)))).toBe(true);
    expect(featuriser.add(documentOf('lamp '.repeat(MAX_TOKENS_PER_RECORD + 1)))).toBe(false);
    expect(featuriser.add(documentOf('x', { replies: ['lamp '.repeat(MAX_TOKENS_PER_RECORD + 1)] }))).toBe(false);
    expect(featuriser.add(documentOf('lamp'))).toBe(true);
    const { offsets } = featuriser.finish().views.words;
    expect(Array.from(offsets.slice(1), (end, i) => end - offsets[i]!)).toEqual([
      MAX_TOKENS_PER_RECORD + 1,
      MAX_TOKENS_PER_RECORD + 1,
      2,
      2,
    ]);
  });

  it('keeps names and words with lone surrogates, quotes and inherited names as they are', () => {
    const names = ['', '\ud800', '__proto__', 'constructor', '"\u0000'];
    const part = partOf(
      names.map((name) => documentOf('constructor __proto__', { tenant: name, account: `${name}!`.repeat(9) })),
    );
    expect(part.tenantNames).toEqual(names);
    expect(part.accountNames).toEqual(names.map((name) => `${name}!`.repeat(9)));
    expect(part.vocabulary).toContain('constructor');
  });
});
