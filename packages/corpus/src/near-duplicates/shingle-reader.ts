import type { Columns, TokenColumn } from '@bezoar/phrases';

/**
 * Words of a shingle. One changed word changes three shingles: a record of 40 words with one changed word keeps a
 * likeness of 0.86 to the original, and would keep 0.75 with shingles of five.
 */
export const SHINGLE_WORDS = 3;

/** Stands for the missing words of a turn that is shorter than a shingle. */
const PADDING = -1;

/** Reads the shingles of one record at a time. Shingles never cross two turns; a shorter turn is one shingle. */
export interface ShingleReader {
  /** Reads a record and gives its number of distinct shingles; 0 for a record without words. */
  load(record: number): number;
  /** Seeded hashes of the distinct shingles of the loaded record, in its first `load` places, in reading order. */
  hashes(): Int32Array;
  /**
   * Exact Jaccard similarity of the loaded record and another that has `distinct` distinct shingles: tokens are compared,
   * never their hashes. Gives up with -1 as soon as the similarity cannot reach `atLeast`.
   */
  similarityTo(other: number, distinct: number, atLeast: number): number;
}

/**
 * A reader over prompts (`words` view) and replies of a set. `seed` must not be known to whoever writes the records:
 * with it, shingles can be made that all fall into one slot (CWE-407).
 * Attacker controls: number and order of the tokens.
 */
export function createShingleReader(columns: Columns, seed: number): ShingleReader {
  const prompts = columns.views.words;
  const { replies } = columns;
  let own = new Int32Array(1024);
  let others = new Int32Array(1024);
  let slots = new Int32Array(1024);
  let seen = new Int32Array(1024);
  let found = new Int32Array(1024);
  let mask = 0;
  let distinct = 0;
  let comparison = 0;

  const room = (record: number): number => {
    const words = prompts.offsets[record + 1]! - prompts.offsets[record]!;
    const replied = replies.offsets[record + 1]! - replies.offsets[record]!;
    // A turn of one word takes three places and its end; a turn of n words takes n and its end.
    return 2 * (words + replied) + 8;
  };

  const load = (record: number): number => {
    const needed = room(record);
    if (own.length < needed) own = new Int32Array(2 * needed);
    const length = decode(replies, record, 1, own, decode(prompts, record, 0, own, 0));
    let size = 16;
    while (size < 2 * length) size *= 2;
    if (slots.length < size) {
      slots = new Int32Array(size);
      seen = new Int32Array(size);
      found = new Int32Array(size);
    } else {
      slots.fill(0, 0, size);
      seen.fill(0, 0, size);
    }
    mask = size - 1;
    comparison = 0;
    if (found.length < length) found = new Int32Array(2 * length);
    distinct = collect(own, length, seed, { slots, mask, found });
    return distinct;
  };

  const similarityTo = (other: number, otherDistinct: number, atLeast: number): number => {
    const smaller = Math.min(distinct, otherDistinct);
    if (smaller === 0 || smaller < atLeast * Math.max(distinct, otherDistinct) - 1e-9) return -1;
    const needed = (atLeast / (1 + atLeast)) * (distinct + otherDistinct) - 1e-9;
    const space = room(other);
    if (others.length < space) others = new Int32Array(2 * space);
    const length = decode(replies, other, 1, others, decode(prompts, other, 0, others, 0));
    comparison++;
    const [tokens, known, table, marks, stamp, last] = [others, own, slots, seen, comparison, mask];
    let shared = 0;
    for (let at = 0; at + 2 < length; at++) {
      if (tokens[at + 2] === 0) {
        at += 2;
        continue;
      }
      // Every place still to come may be a new hit; fewer than that cannot suffice.
      if (shared + (length - 2 - at) < needed) return -1;
      let slot = hashAt(tokens, at, seed) & last;
      while (table[slot] !== 0 && !isSame(known, table[slot]! - 1, tokens, at)) slot = (slot + 1) & last;
      if (table[slot] === 0 || marks[slot] === stamp) continue;
      marks[slot] = stamp;
      shared++;
    }
    const similarity = shared / (distinct + otherDistinct - shared);
    return similarity >= atLeast ? similarity : -1;
  };

  return { load, hashes: () => found, similarityTo };
}

/** Enters the distinct shingles of `length` tokens into the table, and their hashes into `found`; gives their number. */
function collect(
  tokens: Int32Array,
  length: number,
  seed: number,
  { slots, mask, found }: { readonly slots: Int32Array; readonly mask: number; readonly found: Int32Array },
): number {
  let distinct = 0;
  for (let at = 0; at + 2 < length; at++) {
    if (tokens[at + 2] === 0) {
      at += 2;
      continue;
    }
    const hash = hashAt(tokens, at, seed);
    let slot = hash & mask;
    while (slots[slot] !== 0 && !isSame(tokens, slots[slot]! - 1, tokens, at)) slot = (slot + 1) & mask;
    if (slots[slot] !== 0) continue;
    slots[slot] = at + 1;
    found[distinct++] = hash;
  }
  return distinct;
}

/** Writes the tokens of a record from `at` on, every turn ended by 0 and at least `SHINGLE_WORDS` long; gives the end. */
function decode(column: TokenColumn, record: number, flagBits: number, out: Int32Array, at: number): number {
  const { tokens, offsets } = column;
  const end = offsets[record + 1]!;
  let length = 0;
  for (let i = offsets[record]!; i <= end; i++) {
    const token = i === end ? 0 : tokens[i]!;
    if (token !== 0) {
      out[at++] = token >>> flagBits;
      length++;
      continue;
    }
    if (length === 0) continue;
    for (; length < SHINGLE_WORDS; length++) out[at++] = PADDING;
    out[at++] = 0;
    length = 0;
  }
  return at;
}

function hashAt(tokens: Int32Array, at: number, seed: number): number {
  let h = Math.imul(tokens[at]! ^ seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15) ^ tokens[at + 1]!, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ tokens[at + 2]!, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function isSame(a: Int32Array, i: number, b: Int32Array, j: number): boolean {
  return a[i] === b[j] && a[i + 1] === b[j + 1] && a[i + 2] === b[j + 2];
}
