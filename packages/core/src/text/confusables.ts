import { CONFUSABLES } from './confusable-table.ts';

const ASCII_OF: ReadonlyMap<string, string> = new Map(
  CONFUSABLES.flatMap(([base, looks]) => Array.from(looks, (look): [string, string] => [look, base])),
);

/** The lower-case ASCII letter or digit that a character imitates, or undefined. */
export function asciiLookAlike(char: string): string | undefined {
  return ASCII_OF.get(char);
}

/**
 * Replaces look-alikes in a word by the ASCII characters that they imitate (UTS #39 skeleton, restricted to
 * ASCII targets). A word that is wholly of another script is left alone unless every letter has a look-alike, so that
 * ordinary Russian or Greek stays itself and `сор` written to pass for `cop` does not.
 */
export function foldConfusables(word: string): string {
  let folded = '';
  let hasAscii = false;
  let isWholly = true;
  for (const char of word) {
    const ascii = char <= '\x7f' ? char : ASCII_OF.get(char);
    if (char <= '\x7f') hasAscii = true;
    if (ascii === undefined) isWholly = false;
    folded += ascii ?? char;
  }
  return hasAscii || isWholly ? folded : word;
}
