import { CONFUSABLES } from './confusable-table.ts';

const ASCII_OF: ReadonlyMap<string, string> = new Map(
  CONFUSABLES.flatMap(([base, looks]) => Array.from(looks, (look): [string, string] => [look, base])),
);

/** The lower-case ASCII letter or digit that a character imitates, or undefined. */
export function asciiLookAlike(char: string): string | undefined {
  return ASCII_OF.get(char);
}

/**
 * Replaces look-alikes in a word by the ASCII characters that they imitate (UTS #39 skeleton, restricted to ASCII
 * targets): in a word that mixes them with ASCII letters, and in a Latin text (`isLatin`) also in a word that is made of
 * look-alikes alone, such as `сор` written to pass for `cop`. In a Russian or Greek text such a word is itself.
 */
export function foldConfusables(word: string, isLatin: boolean): string {
  let folded = '';
  let hasAscii = false;
  let isWholly = true;
  for (const char of word) {
    const ascii = char <= '\x7f' ? char : ASCII_OF.get(char);
    if (/[a-zA-Z]/.test(char)) hasAscii = true;
    if (ascii === undefined) isWholly = false;
    folded += ascii ?? char;
  }
  return hasAscii || (isLatin && isWholly) ? folded : word;
}
