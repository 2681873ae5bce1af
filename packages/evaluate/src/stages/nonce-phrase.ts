import type { Random } from '@bezoar/core';

const SYLLABLES = 'ba de fi go lu ma ne pi ro su ta ve wi zo ka re'.split(' ');

/** Words that nobody uses. */
export function noncePhrase(random: Random, words: number): string {
  const word = (): string => Array.from({ length: 2 + random.integer(2) }, () => random.pick(SYLLABLES)).join('');
  return Array.from({ length: words }, word).join(' ');
}
