import { normaliseText } from './normalise.ts';

/** Longest word that is kept whole, in UTF-16 units. A longer one is cut, so that one record cannot fill the vocabulary (CWE-770). */
export const MAX_WORD_LENGTH = 64;

const WORD = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)?/gu;
const ASCII_WORD = /[a-z0-9]+(?:'[a-z]+)?/g;
const DIGITS = /^[0-9]+$/;
/** English month names that are no other common word (`may` and `march` are): they change with every month that is scanned. */
const MONTHS: ReadonlySet<string> = new Set(
  `january february april june july august september october november december jan feb apr jun jul aug sep sept oct nov
  dec`.split(/\s+/),
);
const NON_ASCII = /[^\u0000-\u007f]/;
/** Scripts that are written without spaces: one character is one word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The words of a text after `normaliseText`, in order. A word is a run of letters, marks and digits with an inner
 * apostrophe; a run of digits alone and the name of a month are `0`, because order numbers, amounts and dates carry no
 * phrase; Chinese, Japanese, Thai, Lao, Khmer and Burmese give one word per character. `isLatin` as in `normaliseText`.
 */
export function wordsOf(text: string, isLatin?: boolean): string[] {
  const normal = normaliseText(text, isLatin);
  const isAscii = !NON_ASCII.test(normal);
  const found = normal.match(isAscii ? ASCII_WORD : WORD);
  if (found === null) return [];
  const words: string[] = [];
  for (const word of found) {
    if (DIGITS.test(word) || MONTHS.has(word)) words.push('0');
    else if (!isAscii && UNSPACED.test(word)) {
      for (const char of word) words.push(char);
    } else words.push(word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH) : word);
  }
  return words;
}

/** Whether a lower-case word is the English name of a month. */
export function isMonthName(word: string): boolean {
  return MONTHS.has(word);
}
