import type { Random } from '@bezoar/core';

const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: 'sq',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'w',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'x',
};
/** Words that people get wrong for good, not by accident. */
const LEARNED: readonly (readonly [RegExp, string])[] = [
  [/\breceived\b/g, 'recieved'],
  [/\bdefinitely\b/g, 'definately'],
  [/\btheir\b/g, 'there'],
  [/\bbelieve\b/g, 'beleive'],
  [/\bseparately\b/g, 'seperately'],
  [/\byour\b/g, 'you’re'],
  [/\ba lot\b/g, 'alot'],
  [/\baddress\b/g, 'adress'],
  [/\bpackage\b/g, 'pakage'],
];
const PROTECTED = /[\d@#/{}_]/;

/** Misspells words at a rate of `ratio` per word; leaves numbers, mail addresses and codes alone. */
export function misspell(text: string, ratio: number, random: Random): string {
  let out = text;
  if (ratio > 0.02) for (const [pattern, wrong] of LEARNED) if (random.next() < 0.3) out = out.replace(pattern, wrong);
  return out.replace(/\S{3,}/g, (word) => (random.next() < ratio && !PROTECTED.test(word) ? slip(word, random) : word));
}

function slip(word: string, random: Random): string {
  const at = 1 + random.integer(word.length - 2);
  const here = word[at] as string;
  switch (random.integer(4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + here + word.slice(at);
    case 2:
      return word.slice(0, at) + (word[at + 1] ?? '') + here + word.slice(at + 2);
    default:
      return word.slice(0, at) + random.pick([...(NEIGHBOURS[here] ?? here)]) + word.slice(at + 1);
  }
}
