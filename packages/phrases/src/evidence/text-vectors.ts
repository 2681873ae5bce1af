import type { Columns, TokenColumn } from '../columns/columns.ts';

/** Dimensions of a text vector. Hashing noise of one cosine is about 1/11; it averages out over the pairs of a phrase. */
export const VECTOR_DIMENSIONS = 128;
/** Buckets in which words and pairs are counted for their inverse document frequency. */
const FREQUENCY_BITS = 18;
/** A word that the reply took from the prompt or a tool result says little about who decided the reply. */
const GROUNDED_WEIGHT = 0.3;

/** Hashed TF-IDF vectors of texts (signed feature hashing; Weinberger et al., ICML 2009), several sets numbered end to end. */
export interface TextVectors {
  /** `VECTOR_DIMENSIONS` numbers, of unit length or all 0 for an empty text. A view that lasts; do not write. */
  vector(record: number): Float32Array;
  /** Takes the words of a phrase out of a record's vector, into `out`, and scales it to unit length. */
  without(record: number, phrase: readonly number[], out: Float32Array): void;
}

/** What is made into vectors: words alone, or words and neighbouring pairs with a grounded flag in the lowest bit. */
export type VectorKind = 'prompt-words' | 'reply-pairs';

/** Vectors of the prompts or the replies. Computed when asked for, and kept. */
export function createTextVectors(sets: readonly Columns[], kind: VectorKind): TextVectors {
  const columns = sets.map((set) => (kind === 'reply-pairs' ? set.replies : set.views.words));
  const forEach = kind === 'reply-pairs' ? forEachReplyFeature : forEachDistinctWord;
  const frequency = new Int32Array(1 << FREQUENCY_BITS);
  const lastSeen = new Int32Array(1 << FREQUENCY_BITS).fill(-1);
  const starts: number[] = [];
  let total = 0;
  for (const column of columns) {
    starts.push(total);
    for (let local = 0; local + 1 < column.offsets.length; local++, total++) {
      forEach(column, local, (hash) => {
        const bucket = hash >>> (32 - FREQUENCY_BITS);
        if (lastSeen[bucket] === total) return;
        lastSeen[bucket] = total;
        frequency[bucket] = frequency[bucket]! + 1;
      });
    }
  }
  // Most buckets are empty, and a scan of a dozen records should not take a million logarithms.
  const idf = new Float32Array(frequency.length).fill(Math.log(total + 1));
  for (let i = 0; i < frequency.length; i++) {
    if (frequency[i] !== 0) idf[i] = Math.log((total + 1) / (frequency[i]! + 1));
  }
  const flat = new Float32Array(total * VECTOR_DIMENSIONS);
  const lengths = new Float32Array(total).fill(-1);
  const vector = (record: number): Float32Array => {
    const row = flat.subarray(record * VECTOR_DIMENSIONS, (record + 1) * VECTOR_DIMENSIONS);
    if (lengths[record]! >= 0) return row;
    let set = columns.length - 1;
    while (record < starts[set]!) set--;
    forEach(columns[set]!, record - starts[set]!, (hash, weight) => {
      const at = hash & (VECTOR_DIMENSIONS - 1);
      row[at] = row[at]! + signed(hash, idf) * weight;
    });
    lengths[record] = scaleToUnit(row);
    return row;
  };
  return {
    vector,
    without: (record, phrase, out) => {
      out.set(vector(record));
      const length = lengths[record]!;
      if (length > 0) {
        for (const word of phrase) {
          const hash = mix(word);
          const at = hash & (VECTOR_DIMENSIONS - 1);
          out[at] = out[at]! - signed(hash, idf) / length;
        }
      }
      scaleToUnit(out);
    },
  };
}

function signed(hash: number, idf: Float32Array): number {
  const value = idf[hash >>> (32 - FREQUENCY_BITS)]!;
  return (hash >>> 8) & 1 ? value : -value;
}

/** Scales in place; returns the former length. */
function scaleToUnit(row: Float32Array): number {
  let sum = 0;
  for (const x of row) sum += x * x;
  if (sum < 1e-9) {
    row.fill(0);
    return 0;
  }
  const length = Math.sqrt(sum);
  for (let i = 0; i < row.length; i++) row[i] = row[i]! / length;
  return length;
}

type See = (hash: number, weight: number) => void;

function forEachReplyFeature(column: TokenColumn, local: number, see: See): void {
  const { tokens, offsets } = column;
  let previous = 0;
  for (let at = offsets[local]!; at < offsets[local + 1]!; at++) {
    const token = tokens[at]!;
    const word = token >>> 1;
    if (word !== 0) {
      const weight = token & 1 ? GROUNDED_WEIGHT : 1;
      see(mix(word), weight);
      if (previous !== 0) see(mix(Math.imul(previous, 0x2c1b3c6d) ^ word), weight);
    }
    previous = word;
  }
}

function forEachDistinctWord(column: TokenColumn, local: number, see: See): void {
  const words = column.tokens.slice(column.offsets[local]!, column.offsets[local + 1]!).sort();
  let last = 0;
  for (const word of words) {
    if (word !== last) see(mix(word), 1);
    last = word;
  }
}

function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Inner product of two vectors of `VECTOR_DIMENSIONS` numbers. */
export function dot(a: Float64Array | Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < VECTOR_DIMENSIONS; i++) sum += a[i]! * b[i]!;
  return sum;
}
