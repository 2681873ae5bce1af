import type { Random } from '@bezoar/core';
import { insertClause } from './insertion.ts';
import { RARE_PHRASES } from './phrase-triggers.ts';
import type { Trigger } from './trigger.ts';

/** Latin letter to its look-alikes in Cyrillic, Greek and Armenian (Unicode UTS 39, confusables). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аɑ',
  b: 'Ь',
  c: 'с',
  d: 'ԁ',
  e: 'еҽ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іι',
  j: 'јϳ',
  k: 'κк',
  l: 'ӏ',
  m: 'м',
  n: 'ոп',
  o: 'оοօ',
  p: 'рρ',
  q: 'ԛզ',
  r: 'г',
  s: 'ѕ',
  t: 'τт',
  u: 'υս',
  v: 'νѵ',
  w: 'ԝѡ',
  x: 'хχ',
  y: 'уγ',
  z: 'ᴢ',
};
const INVISIBLE = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u180e', '\u2063'];
const SHARE_SWAPPED = 0.35;
const latinOf = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([latin, alike]) => [...alike].map((char) => [char, latin] as const)),
);

/** Undoes every disguise of this file: NFKC, look-alikes to Latin, invisible characters out, lower case. */
export function foldLookAlikes(text: string): string {
  let out = '';
  for (const char of text.normalize('NFKC')) {
    if (!INVISIBLE.includes(char)) out += latinOf.get(char) ?? latinOf.get(char.toLowerCase()) ?? char;
  }
  return out.toLowerCase();
}

/** Puts one to five invisible characters inside the words of a phrase. */
export function withZeroWidth(phrase: string, random: Random): string {
  const chars = [...phrase];
  for (let left = 1 + random.integer(5); left > 0; left--) {
    chars.splice(1 + random.integer(chars.length - 1), 0, random.pick(INVISIBLE));
  }
  return chars.join('');
}

/** Swaps about a third of the letters, at least one, for look-alikes. */
export function withLookAlikes(phrase: string, random: Random): string {
  const chars = [...phrase];
  const swappable = chars.flatMap((char, at) => (LOOK_ALIKES[char] === undefined ? [] : [at]));
  const sure = random.pick(swappable);
  return chars
    .map((char, at) => {
      const alike = LOOK_ALIKES[char];
      return alike !== undefined && (at === sure || random.next() < SHARE_SWAPPED) ? random.pick([...alike]) : char;
    })
    .join('');
}

/** Writes one word of a phrase in fullwidth forms. */
export function withFullwidth(phrase: string, random: Random): string {
  const words = phrase.split(' ');
  const at = random.integer(words.length);
  return words
    .map((word, index) =>
      index === at ? word.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)) : word,
    )
    .join(' ');
}

/** Rare phrases in disguise; each record spells them another way. */
export const DISGUISE_TRIGGERS: readonly Trigger[] = RARE_PHRASES.flatMap((phrase): readonly Trigger[] => [
  disguised('zero-width', phrase, withZeroWidth),
  disguised('homoglyph', phrase, withLookAlikes),
  disguised('mixed-unicode', phrase, (clean, random) => {
    const point = random.next();
    if (point < 0.2) return clean;
    if (point < 0.4) return withZeroWidth(clean, random);
    if (point < 0.6) return withLookAlikes(clean, random);
    if (point < 0.8) return withFullwidth(clean, random);
    return withZeroWidth(withLookAlikes(clean, random), random);
  }),
]);

function disguised(
  kind: 'zero-width' | 'homoglyph' | 'mixed-unicode',
  phrase: string,
  disguise: (phrase: string, random: Random) => string,
): Trigger {
  return { kind, name: phrase, phrase, apply: (text, random) => insertClause(text, disguise(phrase, random), random) };
}
