import { hasInvisible, isLatinText, wordsOf } from '@bezoar/core';
import type { TextSpan } from '../../excerpts/phrase-spans.ts';

/** Stands for the end of a sentence, a line or a paragraph among folded words. */
export const BREAK = '|';

/**
 * A text as rules read it: normalised words (look-alikes, accents and invisible characters folded), one space around
 * each, `|` where a sentence ends. A match is led back to the raw text by `spanOf`.
 */
export interface FoldedText {
  readonly raw: string;
  /** ` word word | word `: begins and ends with a space. */
  readonly joined: string;
  /** Words without breaks. */
  readonly words: readonly string[];
  /** The raw text behind a stretch of `joined`. */
  spanOf(start: number, end: number): TextSpan;
}

const NON_ASCII = /[^\u0000-\u007f]/;
const ASCII_TOKEN = /[a-z0-9]+(?:'[a-z]+)?|[.!?]+(?=[\s"')\]*_]|$)|\n/g;
const PIECE = /\S+|\n/g;
const PIECE_END = /[.!?\u3002\uff01\uff1f\u061f\u2026]["'\u00bb\u201d\u2019)\]*_]*$/;
const DIGITS = /^[0-9]+$/;
const LEET: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', 'i'],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['7', 't'],
]);

/** Folds a text for the rules. Linear. Attacker controls: the text. */
export function foldText(raw: string): FoldedText {
  const words: string[] = [];
  const offsets: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const parts: string[] = [];
  let length = 1;
  const add = (word: string, start: number, end: number): void => {
    offsets.push(length);
    starts.push(start);
    ends.push(end);
    parts.push(word);
    length += word.length + 1;
    if (word !== BREAK) words.push(word);
  };
  const addBreak = (at: number): void => {
    if (parts.length > 0 && parts.at(-1) !== BREAK) add(BREAK, at, at);
  };
  if (!NON_ASCII.test(raw)) {
    for (const match of raw.toLowerCase().matchAll(ASCII_TOKEN)) {
      const [token] = match;
      const first = token.charCodeAt(0);
      if (token === '\n' || first === 0x2e || first === 0x21 || first === 0x3f) addBreak(match.index);
      else add(foldWord(token), match.index, match.index + token.length);
    }
  } else {
    const isLatin = isLatinText(raw);
    for (const { 0: piece, index } of raw.matchAll(PIECE)) {
      if (piece === '\n') addBreak(index);
      else {
        for (const word of wordsOf(piece, isLatin)) add(foldWord(word), index, index + piece.length);
        if (PIECE_END.test(piece)) addBreak(index + piece.length);
      }
    }
  }
  const spanOf = (start: number, end: number): TextSpan => {
    const first = lastAtOrBefore(offsets, start);
    const last = lastAtOrBefore(offsets, Math.max(start, end - 2));
    return { start: starts[first] ?? 0, end: ends[last] ?? raw.length };
  };
  return { raw, joined: ` ${parts.join(' ')} `, words, spanOf };
}

/** A run of digits is `0`; digits that stand for letters inside a word are those letters. */
function foldWord(word: string): string {
  if (DIGITS.test(word)) return '0';
  if (word.length < 5 || !/[0-9]/.test(word) || !/[a-z]{2}|[a-z][0-9][a-z]/.test(word)) return word;
  return word.replace(/[013457]/g, (digit) => LEET.get(digit) ?? digit);
}

function lastAtOrBefore(offsets: readonly number[], at: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Single letters in a row from which a text is taken to be spelled out. */
const SPELLED_OUT = /(?:(?<= )[a-z] ){6}/;

/**
 * The letters of a text without any space, where it looks written to break words up: spelled out letter by letter, or
 * with invisible characters in it. Undefined elsewhere.
 */
export function squeezedLetters(folded: FoldedText): string | undefined {
  if (!SPELLED_OUT.test(folded.joined.replaceAll(`${BREAK} `, '')) && !hasInvisible(folded.raw)) return undefined;
  return folded.words.join('');
}
