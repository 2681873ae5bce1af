import { normaliseText, wordsOf } from '@bezoar/core';
import type { Columns } from '../columns/columns.ts';
import { maskNumbers } from './number-mask.ts';

/** Most spellings that are kept of one phrase. */
const MAX_SPELLINGS = 20;

/** Where a phrase stands in a set of documents. */
export interface PhraseHits {
  /** Documents that hold it, in the order of the columns. */
  readonly documents: readonly number[];
  /** Its words as they stand there, normalised, most frequent first: they differ in number words only. */
  readonly spellings: readonly string[];
}

/** A phrase as words, normalised, numbers masked: what `findPhrases` takes. Empty where the text holds no word. */
export function phraseWords(text: string): string[] {
  return wordsOf(normaliseText(text)).map(maskNumbers);
}

/**
 * Finds phrases that are known already in the prompts of a set, whatever their case, punctuation, look-alike letters and
 * numbers, and never across two turns. `vocabulary` is the one of the columns. One pass, whatever the number of phrases.
 */
export function findPhrases(
  phrases: readonly (readonly string[])[],
  vocabulary: readonly string[],
  columns: Columns,
): PhraseHits[] {
  const ids = new Map<string, number>();
  for (const word of phrases.flat()) if (!ids.has(word)) ids.set(word, ids.size + 1);
  const masked = Int32Array.from([0, ...vocabulary.map((word) => ids.get(maskNumbers(word)) ?? 0)]);
  const byHead = new Map<number, { readonly phrase: number; readonly words: readonly number[] }[]>();
  for (const [phrase, words] of phrases.entries()) {
    const head = words.length === 0 ? undefined : ids.get(words[0]!);
    if (head === undefined) continue;
    const sharing = byHead.get(head) ?? [];
    sharing.push({ phrase, words: words.map((word) => ids.get(word)!) });
    byHead.set(head, sharing);
  }
  const found = phrases.map(() => ({ documents: [] as number[], spellings: new Map<string, number>() }));
  const { tokens, offsets } = columns.views.words;
  for (let document = 0; document < columns.count; document++) {
    const end = offsets[document + 1]!;
    for (let at = offsets[document]!; at < end; at++) {
      const head = masked[tokens[at]!]!;
      if (head === 0) continue;
      for (const { phrase, words } of byHead.get(head) ?? []) {
        if (!standsAt(words, masked, tokens, at, end)) continue;
        const { documents, spellings } = found[phrase]!;
        if (documents.at(-1) !== document) documents.push(document);
        const spelled = Array.from(words, (_, i) => vocabulary[tokens[at + i]! - 1]!).join(' ');
        if (spellings.size < 1000 || spellings.has(spelled)) spellings.set(spelled, (spellings.get(spelled) ?? 0) + 1);
      }
    }
  }
  return found.map(({ documents, spellings }) => ({
    documents,
    spellings: [...spellings]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, MAX_SPELLINGS)
      .map(([spelled]) => spelled),
  }));
}

function standsAt(words: readonly number[], masked: Int32Array, tokens: Int32Array, at: number, end: number): boolean {
  if (at + words.length > end) return false;
  // A turn ends in token 0, whose mask is 0, which no word of a phrase has.
  for (let i = 0; i < words.length; i++) if (masked[tokens[at + i]!] !== words[i]) return false;
  return true;
}
