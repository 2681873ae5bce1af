import { foldConfusables } from './confusables.ts';
import { stripInvisible } from './invisible.ts';

const NON_ASCII = /[^\u0000-\u007f]/;
const ASCII_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** Combining marks of Latin, Greek and Cyrillic only: in other scripts marks are vowels, not decoration. */
const COMBINING_MARKS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const NON_ASCII_LETTER = /[^\u0000-\u007f\P{L}]/u;
const OTHER_LETTERS = /[^\u0000-\u007f\P{L}]+/gu;
const CURLY_APOSTROPHES = /[\u2018\u2019\u02bc\uff07]/g;

/**
 * The text as a careless reader sees it: invisible characters removed, compatibility forms and accents folded
 * (NFKD without combining marks, then NFKC; UAX #15), lower case, look-alike letters replaced by ASCII (UTS #39).
 *
 * Two texts that look alike normalise to the same string; the difference from the raw text is itself evidence.
 * Idempotent. Attacker controls: the text.
 *
 * Whether a word made of look-alikes alone is folded depends on the script around it; for a piece of a text, say with
 * `isLatin` what `isLatinText` says of the whole.
 */
export function normaliseText(text: string, isLatin?: boolean): string {
  if (!NON_ASCII.test(text)) return text.replace(ASCII_CONTROL, '').toLowerCase();
  let current = text;
  // Decomposition can bring out characters that a further pass folds; the chain is short, the bound only a safety net.
  for (let pass = 0; pass < 6; pass++) {
    const next = foldOnce(current, isLatin);
    if (next === current) break;
    current = next;
  }
  return current;
}

function foldOnce(text: string, isLatinContext: boolean | undefined): string {
  const plain = stripInvisible(text)
    .normalize('NFKD')
    .replace(COMBINING_MARKS, '')
    .normalize('NFKC')
    .replace(CURLY_APOSTROPHES, "'");
  const isLatin = isLatinContext ?? isMostlyAscii(plain);
  return (
    plain
      // Before lower-casing: a capital nu passes for N, a small one for v. Two patterns in turn, because one that holds
      // both conditions backtracks over long words (CWE-1333).
      .replace(WORD, (word) => (NON_ASCII_LETTER.test(word) ? foldConfusables(word, isLatin) : word))
      .toLowerCase()
  );
}

/** Whether a text is Latin for `normaliseText`: once folded, at least half of its letters are ASCII. Linear. */
export function isLatinText(text: string): boolean {
  return isMostlyAscii(normaliseText(text));
}

/** Whether at least half of a text's letters are ASCII: only there can a word of another script pass for an English one. */
function isMostlyAscii(text: string): boolean {
  let ascii = 0;
  let other = 0;
  for (const [run] of text.matchAll(/[a-zA-Z]+/g)) ascii += run.length;
  for (const [run] of text.matchAll(OTHER_LETTERS)) other += run.length;
  return ascii >= other;
}
