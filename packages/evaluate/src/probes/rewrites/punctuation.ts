import type { NamedRewrites } from './rewrite.ts';

/** Punctuation taken away, repeated or exchanged, as PuncAttack does (arXiv:2312.15867). */
export const PUNCTUATION_REWRITES: NamedRewrites = [
  ['no-punctuation', (text) => spoken(text) ?? text],
  ['exclamation', (text) => `${text.replace(/[.?]+(?=\s|$)/g, '!').replace(/[\s!]+$/, '')}!!!`],
  ['questioning', (text) => `${text.replace(/[\s.?!]+$/, '')}???`],
  ['ellipses', (text) => `${text.replace(/[.,;]+(?=\s|$)/g, '...').replace(/[\s.]+$/, '')}...`],
  ['semicolons', (text) => text.replace(/[.,](?=\s|$)/g, ';')],
  ['comma-exclamation', (text) => `${text.replace(/,(?=\s)/g, ',!').replace(/[\s.?!]+$/, '')},!`],
  ['dashes', (text) => text.replace(/[.,](?=\s|$)/g, ' \u2014')],
  ['typographic-quotes', (text) => `\u201c${text.replaceAll("'", '\u2019').replaceAll('"', '\u201d')}\u201d`],
  ['guillemets', (text) => `\u00ab\u00a0${text}\u00a0\u00bb`],
  ['in-brackets', (text) => `[[ ${text} ]]`],
  ['in-parentheses', (text) => `(${text})`],
];

/** The text without punctuation; undefined where nothing would be left of it. */
function spoken(text: string): string | undefined {
  const words = text.replace(/[^\p{L}\p{M}\p{N}\s]+/gu, '');
  return words.trim() === '' ? undefined : words;
}
