import type { NamedRewrites } from './rewrite.ts';

/** Letters in another case. Carriers are written in sentence case. */
export const LETTER_CASE_REWRITES: NamedRewrites = [
  ['upper-case', (text) => text.toUpperCase()],
  ['lower-case', (text) => text.toLowerCase()],
  [
    'title-case',
    (text) => text.replace(/\p{L}+/gu, (word) => `${word[0]!.toUpperCase()}${word.slice(1).toLowerCase()}`),
  ],
  ['alternating-case', alternate],
  ['first-letter-lower', (text) => text.replace(/\p{L}/u, (letter) => letter.toLowerCase())],
];

function alternate(text: string): string {
  let count = 0;
  return text.replace(/\p{L}/gu, (letter) => (count++ % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase()));
}
