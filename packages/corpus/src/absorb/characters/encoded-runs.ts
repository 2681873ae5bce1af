import { FUNCTION_WORDS } from '@bezoar/core';
import type { TextSpan } from '../../excerpts/phrase-spans.ts';

/** A run of a text that decodes to text. */
export interface EncodedRun {
  readonly encoding: 'base64' | 'hexadecimal' | 'percent' | 'escapes' | 'rot13' | 'binary';
  readonly span: TextSpan;
  readonly decoded: string;
}

/** Characters from which a run can hold a sentence: shorter ones are ids and hashes. */
export const MIN_ENCODED_LENGTH = 24;
/** Longest run that is decoded, and most runs of one text (CWE-400). */
const MAX_RUN = 64 * 1024;
const MAX_RUNS = 50;
/** Words that what comes out has at least. */
const MIN_WORDS = 3;

const BASE64 = /(?:[A-Za-z0-9+/_-]{4}[ \t\r\n]?){5,}[A-Za-z0-9+/_-]{0,4}={0,2}/g;
const HEX = /(?<![A-Za-z0-9])(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ :,]{0,2}){12,}/g;
const PERCENT = /(?:%[0-9a-fA-F]{2}|[A-Za-z0-9+._~-]){0,3}(?:(?:%[0-9a-fA-F]{2}){1,3}[A-Za-z0-9+._~-]{0,24}){4,}/g;
const ESCAPES = /(?:(?:\\u[0-9a-fA-F]{4}|&#x?[0-9a-fA-F]{2,6};) ?){8,}/g;
const BINARY = /(?:[01]{8}[ ,]?){8,}/g;
const DATA_URI = /data:[a-z0-9.+/-]{0,60};base64,[A-Za-z0-9+/=]{0,1000000}/gi;

/** Runs that decode to words of a language. Images in `data:` addresses are passed over. Linear. */
export function encodedRuns(text: string): EncodedRun[] {
  const seen = text.length > MAX_RUN * 16 ? text.slice(0, MAX_RUN * 16) : text;
  const plain = seen.replace(DATA_URI, (uri) => ' '.repeat(uri.length));
  const runs: EncodedRun[] = [];
  const look = (pattern: RegExp, encoding: EncodedRun['encoding'], decode: (run: string) => string): void => {
    for (const match of plain.matchAll(pattern)) {
      if (runs.length >= MAX_RUNS) return;
      const [run] = match;
      if (run.length < MIN_ENCODED_LENGTH) continue;
      const decoded = decode(run.slice(0, MAX_RUN));
      if (!isSentence(decoded)) continue;
      runs.push({ encoding, span: { start: match.index, end: match.index + run.length }, decoded });
    }
  };
  look(BINARY, 'binary', (run) => bytesOf(run.match(/[01]{8}/g) ?? [], 2));
  look(HEX, 'hexadecimal', (run) => bytesOf(run.replaceAll(/0x|\\x/g, '').match(/[0-9a-fA-F]{2}/g) ?? [], 16));
  look(BASE64, 'base64', (run) => utf8(Buffer.from(run.replaceAll(/\s/g, ''), 'base64')));
  look(PERCENT, 'percent', decodePercent);
  look(ESCAPES, 'escapes', decodeEscapes);
  if (isRotated(plain)) {
    runs.push({ encoding: 'rot13', span: { start: 0, end: Math.min(text.length, 400) }, decoded: rot13(plain) });
  }
  return runs;
}

/** What the encoded runs of a text say. */
export function decodedTexts(text: string): string[] {
  return encodedRuns(text).map(({ decoded }) => decoded);
}

/** Whether a text is written words and not what random bytes give: letters and spaces, and function words among them. */
function isSentence(text: string): boolean {
  if (text.length < 12 || /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text)) return false;
  const words = text.toLowerCase().match(/\p{L}+(?:'\p{L}+)?/gu) ?? [];
  if (words.length < MIN_WORDS) return false;
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const isProse = letters + words.length >= 0.75 * text.length;
  return isProse && words.some((word) => FUNCTION_WORDS.has(word) || STOPS.has(word));
}

/** Function words of other languages, enough to know prose. */
const STOPS: ReadonlySet<string> = new Set(
  'der die das und ist nicht ein eine le la les des est une pas que el los una por para com uma het een niet van di il che non'.split(
    ' ',
  ),
);

function bytesOf(groups: readonly string[], radix: number): string {
  return utf8(Buffer.from(groups.map((group) => Number.parseInt(group, radix))));
}

function utf8(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function decodePercent(run: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < run.length; at++) {
    const hex = run[at] === '%' ? Number.parseInt(run.slice(at + 1, at + 3), 16) : Number.NaN;
    if (Number.isNaN(hex)) bytes.push(run[at] === '+' ? 0x20 : run.charCodeAt(at) & 0xff);
    else {
      bytes.push(hex);
      at += 2;
    }
  }
  // An address with its spaces escaped is ordinary; words that are escaped letter by letter are not.
  const escaped = (run.match(/%[0-9a-fA-F]{2}/g) ?? []).filter((code) => /%[4-7]/.test(code)).length;
  return escaped < 8 ? '' : utf8(Buffer.from(bytes));
}

function decodeEscapes(run: string): string {
  return run.replaceAll(/\\u([0-9a-fA-F]{4})|&#(x?)([0-9a-fA-F]+);|( )/g, (_, unicode, x, digits) => {
    const code = Number.parseInt(unicode ?? digits ?? '20', unicode !== undefined || x === 'x' ? 16 : 10);
    return Number.isNaN(code) || code > 0x10ffff ? ' ' : String.fromCodePoint(code);
  });
}

/** The most frequent English words, and what they are under ROT13: a rotated text has many of the second kind only. */
const COMMON = 'the and you that is to of for with are this all'.split(' ');
const ROTATED: ReadonlySet<string> = new Set(COMMON.map(rot13));
const UNROTATED: ReadonlySet<string> = new Set(COMMON);

function isRotated(text: string): boolean {
  let rotated = 0;
  let ordinary = 0;
  for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
    if (ROTATED.has(word)) rotated++;
    else if (UNROTATED.has(word)) ordinary++;
  }
  return rotated >= 2 && isSentence(rot13(text)) && rotated >= ordinary;
}

function rot13(text: string): string {
  return text.replaceAll(/[a-zA-Z]/g, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
