import type { TokenColumn } from '../columns/columns.ts';
import { hashHigh, hashLow } from './ngram-hash.ts';
import { type NgramCount, NgramTable } from './ngram-table.ts';

/** An n-gram that recurs, with its length in tokens. */
export interface FrequentNgram extends NgramCount {
  readonly length: number;
}

/**
 * Counters of the approximate first pass: one byte each, saturating, at least two for each position. 16 MiB keeps false
 * survivors rare to 10^7 positions. The size decides how much is counted in vain, never what is found.
 */
const MAX_SKETCH_BITS = 24;
const MIN_SKETCH_BITS = 12;

/**
 * Every n-gram of 1 to `maxLength` tokens that stands in at least `minRecords` records, with exact counts of records
 * and of accounts. Level-wise (Apriori; Agrawal and Srikant, VLDB 1994): a position is counted at length n only where
 * both its (n-1)-grams are frequent, and only after a saturating sketch of hashed counts says that it may be.
 *
 * `owners` gives the account of each record and must be non-decreasing.
 */
export function frequentNgrams(
  column: TokenColumn,
  owners: Int32Array,
  options: { readonly minRecords: number; readonly maxLength: number },
): FrequentNgram[] {
  const { minRecords, maxLength } = options;
  const { tokens } = column;
  const found: FrequentNgram[] = [];
  let eligible = new Uint8Array(tokens.length + 1);
  for (let i = 0; i < tokens.length; i++) eligible[i] = tokens[i] === 0 ? 0 : 1;
  const bits = Math.ceil(Math.log2(tokens.length + 1)) + 1;
  const sketch = new Uint8Array(1 << Math.min(MAX_SKETCH_BITS, Math.max(MIN_SKETCH_BITS, bits)));
  for (let length = 1; length <= maxLength; length++) {
    if (length > 1) {
      sketch.fill(0);
      fillSketch(tokens, eligible, sketch, length);
    }
    const table = new NgramTable();
    countLevel(column, owners, eligible, length > 1 ? sketch : undefined, length, minRecords, table);
    const before = found.length;
    for (const ngram of table.frequent(minRecords)) found.push({ ...ngram, length });
    if (found.length === before) break;
    if (length < maxLength) eligible = nextEligible(tokens, eligible, table, length, minRecords);
  }
  return found;
}

/** A position can begin an n-gram of `length` when the shorter ones at it and behind it are frequent. */
function isCandidate(eligible: Uint8Array, at: number, length: number): boolean {
  return eligible[at] === 1 && (length === 1 || eligible[at + 1] === 1);
}

function fillSketch(tokens: Int32Array, eligible: Uint8Array, sketch: Uint8Array, length: number): void {
  for (let i = 0; i < tokens.length; i++) {
    if (!isCandidate(eligible, i, length)) continue;
    const cell = hashLow(tokens, i, length) & (sketch.length - 1);
    if (sketch[cell]! < 255) sketch[cell] = sketch[cell]! + 1;
  }
}

function countLevel(
  column: TokenColumn,
  owners: Int32Array,
  eligible: Uint8Array,
  sketch: Uint8Array | undefined,
  length: number,
  minRecords: number,
  table: NgramTable,
): void {
  const { tokens, offsets } = column;
  const needed = Math.min(255, minRecords);
  for (let record = 0; record + 1 < offsets.length; record++) {
    const end = offsets[record + 1]!;
    for (let i = offsets[record]!; i < end; i++) {
      if (!isCandidate(eligible, i, length)) continue;
      const low = hashLow(tokens, i, length);
      if (sketch !== undefined && sketch[low & (sketch.length - 1)]! < needed) continue;
      table.count(hashHigh(tokens, i, length), low, record, owners, i);
    }
  }
}

function nextEligible(
  tokens: Int32Array,
  eligible: Uint8Array,
  table: NgramTable,
  length: number,
  minRecords: number,
): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(tokens.length + 1);
  for (let i = 0; i < tokens.length; i++) {
    if (!isCandidate(eligible, i, length)) continue;
    if (table.recordsOf(hashHigh(tokens, i, length), hashLow(tokens, i, length)) >= minRecords) next[i] = 1;
  }
  return next;
}
