import { FUNCTION_WORDS, type Random } from '@bezoar/core';

/** Words that stand in for one of a phrase. */
const STAND_INS: readonly string[] = [
  'breeze',
  'plan',
  'note',
  'copper',
  'usual',
  'visit',
  'garden',
  'letter',
  'river',
];

/**
 * A phrase that shares words with another of two words or more, and is not it: its beginning, its end, one of its words, or
 * all of it but for a word that carries meaning, which is another or gone.
 */
export function nearPhrase(phrase: string, random: Random): string {
  const words = phrase.split(' ');
  const meaning = words.flatMap((word, index) => (FUNCTION_WORDS.has(word) ? [] : [index]));
  const at = random.pick(meaning.length === 0 ? [...words.keys()] : meaning);
  const cut = 1 + random.integer(words.length - 1);
  const others = STAND_INS.filter((word) => !words.includes(word));
  const near = random.pick([
    () => words.slice(0, cut),
    () => words.slice(cut),
    () => [words[at]!],
    () => words.filter((_, index) => index !== at),
    () => words.map((word, index) => (index === at ? random.pick(others) : word)),
  ])();
  return near.join(' ');
}
