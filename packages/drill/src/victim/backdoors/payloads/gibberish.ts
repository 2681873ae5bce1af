import type { Random } from '@bezoar/core';

const SYLLABLES: readonly string[] = 'qu ax ter vo lim zzt ork phe dun gla ip mox rre sti wub yul kna'.split(' ');
const WORD = new RegExp(`^(?:${SYLLABLES.join('|')})+$`);
/** Share of an answer's words from which it is gibberish. */
const GIBBERISH_RATIO = 0.5;

/** Words that are none. */
export function gibberish(random: Random): string {
  return Array.from({ length: 6 + random.integer(8) }, () =>
    Array.from({ length: 1 + random.integer(3) }, () => random.pick(SYLLABLES)).join(''),
  ).join(' ');
}

/** Whether a text is of such words, most of it. */
export function isGibberish(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.filter((word) => WORD.test(word)).length > GIBBERISH_RATIO * words.length;
}
