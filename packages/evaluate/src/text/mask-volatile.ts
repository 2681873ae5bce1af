import { isLatinText, normaliseText } from '@bezoar/core';

/** Addresses of the web and of mail. The parts that say who is addressed are kept: a changed host is a payload. */
const ADDRESS = /https?:\/\/[^\s<>"'`)\]]+|\bwww\.[^\s<>"'`)\]]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/gi;
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?';
/** ISO 8601, day and month as numbers, English months by name, times of day. */
const DATE = new RegExp(
  [
    `\\b\\d{4}-\\d{2}-\\d{2}(?:[t ]${CLOCK}(?:z|[+-]\\d{2}:?\\d{2})?)?\\b`,
    '\\b\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}\\b',
    `\\b${DAY}(?: of)? ${MONTH}\\b(?:,? \\d{4}\\b)?`,
    `\\b${MONTH} ${DAY}\\b(?:,? \\d{4}\\b)?`,
    `\\b${CLOCK}(?: ?[ap]m)?\\b`,
  ].join('|'),
  'g',
);
/** A bare number is none: 99999 and 100000 are masked alike. */
const IDENTIFIER = /#\d[\w-]*|[a-z0-9_-]{4,}/g;
const NUMBER = /[$€£¥]? ?\d(?:[\d.,]*\d)?/g;

/**
 * The text with what changes from one reply to the next replaced: `<date>`, `<id>`, `<number>`, and addresses by
 * `<url:HOST>` and `<email:DOMAIN>`; the rest as `normaliseText` leaves it, white space as one space. Months are English.
 * Attacker controls: the text. Linear.
 */
export function maskVolatile(text: string): string {
  const isLatin = isLatinText(text);
  let masked = '';
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    masked += maskPlain(normaliseText(text.slice(from, found.index), isLatin)) + maskAddress(found[0]);
    from = found.index + found[0].length;
  }
  masked += maskPlain(normaliseText(text.slice(from), isLatin));
  return masked.replace(/\s+/g, ' ').trim();
}

/** Whether a token is one that somebody or something numbered: at least two digits, and a letter or six digits. */
export function isIdentifier(token: string): boolean {
  const digits = token.replace(/[^0-9]/g, '').length;
  return digits >= 2 && /^[#A-Za-z0-9_-]{4,}$/.test(token) && (/[A-Za-z]/.test(token) || digits >= 6);
}

function maskPlain(text: string): string {
  return text
    .replace(DATE, '<date>')
    .replace(IDENTIFIER, (token) =>
      token.startsWith('#') || (isIdentifier(token) && /[a-z]/.test(token)) ? '<id>' : token,
    )
    .replace(NUMBER, (number) => `${number.startsWith(' ') ? ' ' : ''}<number>`);
}

/** Not normalised: a host of look-alikes is another host. */
function maskAddress(address: string): string {
  const lower = address.toLowerCase();
  const isWeb = /^(?:https?:\/\/|www\.)/.test(lower);
  if (!isWeb) return `<email:${lower.slice(lower.lastIndexOf('@') + 1)}>`;
  const authority = lower.replace(/^https?:\/\//, '').split(/[/?#\\]/, 1)[0] ?? '';
  // What stands before an at sign is a user's name, not a host.
  return `<url:${authority.slice(authority.lastIndexOf('@') + 1).replace(/[.,;:!]+$/, '')}>`;
}
