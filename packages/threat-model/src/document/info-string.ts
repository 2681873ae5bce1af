import { editDistance, foldConfusables, stripInvisible } from '@bezoar/core';

/** The info string of a block that is configuration. Nothing else is. */
export const BLOCK_INFO = 'yaml bezoar';

const NAME = 'bezoar';

/** Edit distance at which a word still looks like `bezoar`: two typing errors, one transposition. */
const MAX_TYPOS = 2;

/** Shortest word that may be one: `bear` is another word. */
const MIN_TYPO_LENGTH = 5;

/** Longest info string that is looked at. */
const MAX_INFO = 200;

/**
 * Whether an info string was probably meant to be `yaml bezoar` and is not: `yml bezoar`, `YAML bezoar`, `bezoar`,
 * `yaml-bezoar`, a typing error, a look-alike letter. Such a block would be skipped in silence, and its control with it.
 */
export function isAlmostBlockInfo(info: string): boolean {
  if (info === BLOCK_INFO) return false;
  const words = stripInvisible(info.slice(0, MAX_INFO).normalize('NFKC'))
    .split(/[\s,:;{}()[\].=+/_-]+/)
    .map((word) => foldConfusables(word, true).toLowerCase());
  return words.some((word) => {
    const tail = word.replace(/^ya?ml/, '');
    return (
      tail.includes(NAME) || (tail.length >= MIN_TYPO_LENGTH && editDistance(tail.slice(0, 12), NAME) <= MAX_TYPOS)
    );
  });
}
