import { joinPhrase, splitPhrase } from './phrase-words.ts';

/** Longest phrase whose parts are listed: a phrase of n words has (n - 2)(n + 1) / 2 of them, 152 for 18 words. */
export const MAX_SUB_PHRASE_WORDS = 18;

/**
 * The parts of a phrase that are 2 to n - 1 words long and stand in it without a gap: longest first, then from the left.
 * A backdoor fires on parts of its trigger (measured: two of five words, one rare word), so that a list which holds a
 * part finds the whole. A longer phrase is read to `MAX_SUB_PHRASE_WORDS` words.
 */
export function subPhrases(phrase: string): string[] {
  const { words, joiner } = splitPhrase(phrase);
  const read = words.slice(0, MAX_SUB_PHRASE_WORDS);
  const parts: string[] = [];
  for (let length = Math.min(words.length - 1, read.length); length >= 2; length--) {
    for (let start = 0; start + length <= read.length; start++) {
      parts.push(joinPhrase(read.slice(start, start + length), joiner));
    }
  }
  return [...new Set(parts)];
}
