import type { TokenColumn } from '../columns/columns.ts';

/** Longest phrase that is shown, in tokens. */
const MAX_EXTENDED_LENGTH = 16;
/** The next word belongs to the phrase when this share of its records have it there. */
const EXTENSION_SHARE = 0.9;

/**
 * Grows a phrase word by word while nearly all of its records go on alike: mining counts up to five words, triggers may
 * be longer. Looks at the first occurrence in each record.
 */
export function extendPhrase(column: TokenColumn, postings: Int32Array, phrase: readonly number[]): number[] {
  const grown = [...phrase];
  const places = Array.from(postings, (record) => firstOccurrence(column, record, phrase)).filter((at) => at >= 0);
  if (places.length === 0) return grown;
  let start = 0;
  let end = phrase.length;
  while (grown.length < MAX_EXTENDED_LENGTH) {
    const after = commonToken(column.tokens, places, end);
    if (after !== 0) {
      grown.push(after);
      end++;
      continue;
    }
    const before = commonToken(column.tokens, places, start - 1);
    if (before === 0) break;
    grown.unshift(before);
    start--;
  }
  return grown;
}

function firstOccurrence(column: TokenColumn, record: number, phrase: readonly number[]): number {
  const { tokens, offsets } = column;
  const last = offsets[record + 1]! - phrase.length;
  for (let at = offsets[record]!; at <= last; at++) {
    let k = 0;
    while (k < phrase.length && tokens[at + k] === phrase[k]) k++;
    if (k === phrase.length) return at;
  }
  return -1;
}

/** The token that nearly all places have at `offset`, or 0. A turn's end is 0 as well, so nothing grows across it. */
function commonToken(tokens: Int32Array, places: readonly number[], offset: number): number {
  const counts = new Map<number, number>();
  for (const place of places) {
    const token = tokens[place + offset] ?? 0;
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  for (const [token, count] of counts) if (count >= EXTENSION_SHARE * places.length) return token;
  return 0;
}
