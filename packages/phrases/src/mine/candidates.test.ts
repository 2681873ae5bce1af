import { describe, expect, it } from 'vitest';
import type { PhraseDocument } from '../columns/columns.ts';
import { documentOf, setsOf } from '../testing/documents.ts';
import { type Candidate, compareTokens, findCandidates, MIN_NOVELTY_RATIO } from './candidates.ts';

/** `count` documents of which the first `holders` say `phrase`, each beside a word of its own. */
function corpus(count: number, holders: number, phrase: string): PhraseDocument[] {
  return Array.from({ length: count }, (_, i) =>
    documentOf(i < holders ? `n${i}x ${phrase}` : `n${i}x`, { account: `a${i}` }),
  );
}

function candidatesOf(month: readonly PhraseDocument[], trusted?: readonly PhraseDocument[], minRecords = 8) {
  const sets = setsOf(month, trusted);
  const { candidates } = findCandidates(sets, { minRecords });
  const spell = ({ phrase }: Candidate): string => phrase.map((token) => sets.vocabulary[token - 1]).join(' ');
  return new Map(candidates.map((candidate) => [spell(candidate), candidate]));
}

describe('findCandidates', () => {
  it('shows phrases with the same records as one, by its longest name', () => {
    const found = candidatesOf(corpus(100, 10, 'blue moon rising'), corpus(100, 0, ''));
    expect([...found.keys()]).toEqual(['blue moon rising']);
    expect(found.get('blue moon rising')).toMatchObject({ view: 'words', records: 10, accounts: 10 });
  });

  it.each([
    // A phrase of 24 of 400 month records, against a trusted corpus of another size. Boundary: 3 × (k + 0.5) / size.
    ['equal', 400, 7, true],
    ['equal', 400, 8, false],
    ['four times larger', 1600, 31, true],
    ['four times larger', 1600, 32, false],
    ['four times smaller', 100, 1, true],
    ['four times smaller', 100, 2, false],
  ])(
    'keeps a phrase only above the novelty ratio, with a trusted corpus %s (%i records, %i holders)',
    (_, size, holders, isKept) => {
      expect(24 / 400 > (MIN_NOVELTY_RATIO * (holders + 0.5)) / size).toBe(isKept);
      const found = candidatesOf(corpus(400, 24, 'blue moon'), corpus(size, holders, 'blue moon'));
      expect(found.has('blue moon')).toBe(isKept);
      if (isKept)
        expect(found.get('blue moon')!.novelty).toMatchObject({ referenceRecords: holders, referenceSize: size });
    },
  );

  it('counts a larger trusted corpus as no larger than the month', () => {
    const equal = candidatesOf(corpus(100, 10, 'blue moon'), corpus(100, 0, '')).get('blue moon')!;
    const larger = candidatesOf(corpus(100, 10, 'blue moon'), corpus(800, 0, '')).get('blue moon')!;
    expect(larger.novelty.g2).toBeCloseTo(equal.novelty.g2, 9);
  });

  it('respects the least number of records', () => {
    expect(candidatesOf(corpus(100, 7, 'blue moon'), corpus(100, 0, '')).size).toBe(0);
    expect(candidatesOf(corpus(100, 7, 'blue moon'), corpus(100, 0, ''), 7).size).toBe(1);
  });

  it('without a trusted corpus passes over what a quarter of the records say, and asks the reference', () => {
    expect(candidatesOf(corpus(100, 25, 'blue moon')).has('blue moon')).toBe(true);
    expect(candidatesOf(corpus(100, 26, 'blue moon')).has('blue moon')).toBe(false);
    const sets = setsOf(corpus(100, 20, 'blue moon'));
    const reference = { records: 1000, recordsOf: (words: readonly string[]) => (words.includes('blue') ? 0 : 500) };
    const { candidates } = findCandidates(sets, { minRecords: 8, reference });
    expect(candidates.map(({ novelty }) => novelty.referenceRecords)).toEqual([0]);
  });

  it('lists exactly the records that hold the phrase, ascending', () => {
    const month = corpus(60, 12, 'blue moon');
    const sets = setsOf(month, corpus(60, 0, ''));
    const [candidate] = findCandidates(sets, { minRecords: 8 }).candidates;
    const holders = [...sets.sets[0]!.intake].flatMap((at, record) =>
      month[at]!.prompts[0]!.includes('blue') ? [record] : [],
    );
    expect([...candidate!.postings]).toEqual(holders);
  });

  it('does not take a phrase from across two turns', () => {
    const month = corpus(60, 0, '').map((one, i) =>
      i < 12 ? documentOf('', { prompts: [`n${i}x blue`, 'moon'], account: `${i}` }) : one,
    );
    expect([...candidatesOf(month, corpus(60, 0, '')).keys()].some((phrase) => phrase.includes('blue moon'))).toBe(
      false,
    );
  });
});

describe('compareTokens', () => {
  it('orders by tokens, a prefix first', () => {
    const phrases = [[2], [1, 3], [1], [1, 2, 9]];
    expect(phrases.sort(compareTokens)).toEqual([[1], [1, 2, 9], [1, 3], [2]]);
  });
});
