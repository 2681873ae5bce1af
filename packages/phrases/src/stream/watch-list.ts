import { UsageError } from '@bezoar/core';
import { numberOfKey } from './hash/name-hasher.ts';
import { type GramReader, MAX_GRAM_WORDS, type TextGrams } from './text-grams.ts';

/** Most phrases that are watched. */
export const MAX_WATCHED = 10_000;

/** Phrases that are known already, say from the corpus scan or the promotion gate: one request with one of them is enough. */
export interface WatchList {
  /** The watched phrases that the text holds, as they were given. */
  matches(grams: TextGrams): string[];
}

/** A list of phrases, compared word by word after normalisation. Throws a `UsageError` for a phrase without a word. */
export function createWatchList(phrases: readonly string[], reader: GramReader): WatchList {
  if (phrases.length > MAX_WATCHED) {
    throw new UsageError('phrases/watch', `expected at most ${MAX_WATCHED} phrases, got ${phrases.length}`);
  }
  const byHead = new Map<number, { readonly phrase: string; readonly words: readonly string[] }[]>();
  for (const phrase of new Set(phrases)) {
    const grams = reader.read(phrase);
    const { words } = grams;
    if (words.length === 0) throw new UsageError('phrases/watch', `\`${phrase}\` holds no word`);
    const slot = Math.min(MAX_GRAM_WORDS, words.length) - 1;
    const head = numberOfKey(grams.low[slot]!, grams.high[slot]!);
    byHead.set(head, [...(byHead.get(head) ?? []), { phrase, words }]);
  }
  return {
    matches: (grams) => {
      const found = new Set<string>();
      if (byHead.size === 0) return [];
      for (let i = 0; i < grams.words.length; i++) {
        for (let n = 1; n <= grams.room[i]!; n++) {
          const slot = i * MAX_GRAM_WORDS + n - 1;
          const watched = byHead.get(numberOfKey(grams.low[slot]!, grams.high[slot]!));
          for (const { phrase, words } of watched ?? []) {
            if (words.every((word, at) => word === grams.words[i + at])) found.add(phrase);
          }
        }
      }
      return [...found].sort();
    },
  };
}
