import type { Random } from '@bezoar/core';
import { zipfSampler } from '../language/zipf.ts';

/** How somebody writes to a support chat. Shares are per opportunity, 0..1. */
export interface Persona {
  readonly register: 'terse' | 'plain' | 'polite' | 'angry' | 'chatty';
  readonly language: 'en' | 'es' | 'de' | 'fr';
  /** Writes without capitals. */
  readonly lowerCase: boolean;
  readonly typoRatio: number;
  readonly contractions: 'always' | 'never' | 'no-apostrophe';
  readonly ending: '.' | '' | '!' | '...' | '!!' | ' .';
  readonly emojiRatio: number;
  readonly slang: boolean;
  readonly curlyQuotes: boolean;
  /** Uses no-break spaces, as some phone keyboards do after numbers and before punctuation. */
  readonly noBreakSpaces: boolean;
  readonly british: boolean;
  /** Ends the first message, on a line of its own; empty for most. */
  readonly signature: string;
}

const SIGNATURES: readonly string[] = `
Sent from my iPhone
Sent from my Galaxy Fold
Get Outlook for Android
Sent from Yahoo Mail on Android
Von meinem iPhone gesendet
Envoyé de mon iPhone
Sent from my mobile, please excuse brevity
-- Please consider the environment before printing
Sent from ProtonMail mobile
Typed with thumbs
Get BlueMail for Android
Sent from my BlackBerry, yes really
-- Facilities desk, 2nd floor
Sent with Spark
This message may contain confidential information
-- Carpe diem
Enviado desde mi Xiaomi
Sent from the allotment
`
  .trim()
  .split('\n');
const signature = zipfSampler(SIGNATURES.length, 1, 2);

/** A way of writing, drawn from `random`. */
export function makePersona(random: Random, signatureRatio: number): Persona {
  const signs = random.next() < signatureRatio;
  const signedWith = SIGNATURES[signature(random)] as string;
  const careless = random.next();
  return {
    register: weighted(random, { plain: 34, polite: 22, terse: 20, chatty: 14, angry: 10 }),
    language: weighted(random, { en: 925, es: 35, de: 22, fr: 18 }),
    lowerCase: random.next() < 0.38,
    typoRatio: careless < 0.45 ? 0 : careless < 0.8 ? 0.008 : careless < 0.95 ? 0.025 : 0.07,
    contractions: weighted(random, { always: 5, 'no-apostrophe': 3, never: 2 }),
    ending: random.pick(['.', '.', '.', '.', '', '', '', '!', '...', '!!', ' .']),
    emojiRatio: random.next() < 0.2 ? 0.5 : random.next() < 0.3 ? 0.06 : 0,
    slang: random.next() < 0.12,
    curlyQuotes: random.next() < 0.18,
    noBreakSpaces: random.next() < 0.02,
    british: random.next() < 0.5,
    signature: signs ? signedWith : '',
  };
}

/** A key with probability in proportion to its weight. */
export function weighted<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return (entries.at(-1) as [K, number])[0];
}
