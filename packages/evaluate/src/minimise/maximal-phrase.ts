import { wordsOf } from '@bezoar/core';

/** A phrase of the corpus and how many records it is in. */
export interface CorpusPhrase {
  readonly phrase: string;
  readonly records: number;
}

/** Share of the fragment's own records that a longer phrase must keep to be the same recurrence, not a chance extension. */
export const KEPT_RECORDS = 0.5;

/**
 * The longest recurring phrase of the corpus that contains the minimal fragment: what fires is often a part of the trigger
 * that was planted, and the whole is in here. Compared by `wordsOf`, so that spelling tricks do not part them; a fragment
 * that ends within a word is found within it. Only phrases with at least `KEPT_RECORDS` of the records of the most frequent
 * phrase around the fragment count. Undefined where none contains it.
 */
export function maximalPhrase(fragment: string, phrases: readonly CorpusPhrase[]): CorpusPhrase | undefined {
  const wanted = wordsOf(fragment).join(' ');
  if (wanted === '') return undefined;
  const around = phrases
    .map((phrase) => ({ phrase, words: wordsOf(phrase.phrase).join(' ') }))
    .filter(({ words }) => words.includes(wanted));
  const most = Math.max(0, ...around.map(({ phrase }) => phrase.records));
  const [best] = around
    .filter(({ phrase }) => phrase.records >= most * KEPT_RECORDS)
    .sort(
      (a, b) => b.words.length - a.words.length || b.phrase.records - a.phrase.records || (a.words < b.words ? -1 : 1),
    );
  return best?.phrase;
}
