import type { Columns, TokenColumn } from '../columns/columns.ts';

/** Neighbours that are kept per record; those holding the phrase in question are passed over. */
const KEPT = 48;
/** Query terms, rarest first. */
const MAX_TERMS = 24;
/** A term in more records than this is thinned to every n-th record: common words tell little and cost much. */
const MAX_POSTINGS = 2000;
/** Postings of one query, after which its commoner terms are left out: the rare ones have chosen by then. Bounds the cost in large months. */
const MAX_VISITS = 8000;

/** Nearest prompts of a record by TF-IDF cosine over words, in the month and the trusted corpus together. */
export interface NeighbourIndex {
  /**
   * The `count` records nearest to `record` that `isExcluded` does not name, nearest first. Fewer where no more share a word.
   * Records of the month come first in numbering, those of the trusted corpus follow.
   */
  nearest(record: number, count: number, isExcluded: (record: number) => boolean): Int32Array;
}

/** Builds the index over the word views of several sets, numbered end to end. */
export function createNeighbourIndex(sets: readonly Columns[], vocabularySize: number): NeighbourIndex {
  const total = sets.reduce((sum, set) => sum + set.count, 0);
  const terms = sets.map((set) => distinctTerms(set.views.words));
  const frequency = new Int32Array(vocabularySize + 1);
  for (const { tokens } of terms) for (const token of tokens) frequency[token] = frequency[token]! + 1;
  const starts = new Int32Array(vocabularySize + 2);
  for (let t = 1; t <= vocabularySize; t++) starts[t + 1] = starts[t]! + frequency[t]!;
  const postings = new Int32Array(starts[vocabularySize + 1]!);
  const at = starts.slice();
  const norms = new Float32Array(total);
  const weight = new Float32Array(vocabularySize + 1);
  for (let t = 1; t <= vocabularySize; t++) weight[t] = Math.log((total + 1) / (frequency[t]! + 1));
  let record = 0;
  const base: number[] = [];
  for (const { tokens, offsets } of terms) {
    base.push(record);
    for (let d = 0; d + 1 < offsets.length; d++, record++) {
      let sum = 0;
      for (let i = offsets[d]!; i < offsets[d + 1]!; i++) {
        const token = tokens[i]!;
        postings[at[token]!] = record;
        at[token] = at[token]! + 1;
        sum += weight[token]! * weight[token]!;
      }
      norms[record] = Math.sqrt(sum) || 1;
    }
  }

  const termsOf = (global: number): Int32Array => {
    let set = sets.length - 1;
    while (global < base[set]!) set--;
    const { tokens, offsets } = terms[set]!;
    const local = global - base[set]!;
    return tokens.subarray(offsets[local]!, offsets[local + 1]!);
  };
  const scores = new Float32Array(total);
  const touched = new Int32Array(total);

  const rank = (query: number, keep: number, isExcluded: (record: number) => boolean): Int32Array => {
    const queryTerms = [...termsOf(query)].sort((a, b) => weight[b]! - weight[a]! || a - b).slice(0, MAX_TERMS);
    let count = 0;
    let visits = 0;
    for (const term of queryTerms) {
      if (visits >= MAX_VISITS) break;
      // A word of every record brings no one nearer, and a score of 0 cannot mark a record as touched.
      if (weight[term] === 0) break;
      const from = starts[term]!;
      const length = frequency[term]!;
      const step = Math.max(1, Math.ceil(length / MAX_POSTINGS));
      visits += Math.ceil(length / step);
      const gain = weight[term]! * weight[term]!;
      for (let i = 0; i < length; i += step) {
        const other = postings[from + i]!;
        if (scores[other] === 0) touched[count++] = other;
        scores[other] = scores[other]! + gain;
      }
    }
    const best = selectBest(scores, norms, touched, count, keep, (other) => other === query || isExcluded(other));
    for (let i = 0; i < count; i++) scores[touched[i]!] = 0;
    return best;
  };

  const cache = new Map<number, Int32Array>();
  const nothing = (): boolean => false;
  return {
    nearest: (query, count, isExcluded) => {
      const kept = cache.get(query) ?? rank(query, KEPT, nothing);
      cache.set(query, kept);
      const out = new Int32Array(count);
      let filled = 0;
      for (const other of kept) {
        if (filled < count && !isExcluded(other)) out[filled++] = other;
      }
      if (filled === count) return out;
      return kept.length < KEPT ? out.slice(0, filled) : rank(query, count, isExcluded);
    },
  };
}

/** The `keep` best of the touched records by score over norm, best first; ties by number. A bounded insertion list. */
function selectBest(
  scores: Float32Array,
  norms: Float32Array,
  touched: Int32Array,
  count: number,
  keep: number,
  isExcluded: (record: number) => boolean,
): Int32Array {
  const best = new Int32Array(keep);
  const values = new Float64Array(keep);
  let filled = 0;
  for (let i = 0; i < count; i++) {
    const record = touched[i]!;
    const value = scores[record]! / norms[record]!;
    if (filled === keep) {
      const last = values[keep - 1]!;
      if (value < last || (value === last && record > best[keep - 1]!)) continue;
    }
    if (isExcluded(record)) continue;
    let j = filled < keep ? filled++ : keep - 1;
    while (j > 0 && (values[j - 1]! < value || (values[j - 1] === value && best[j - 1]! > record))) {
      values[j] = values[j - 1]!;
      best[j] = best[j - 1]!;
      j--;
    }
    values[j] = value;
    best[j] = record;
  }
  return best.slice(0, filled);
}

/** Each record's distinct tokens, ascending. */
function distinctTerms(column: TokenColumn): TokenColumn {
  const tokens = new Int32Array(column.tokens.length);
  const offsets = new Int32Array(column.offsets.length);
  let at = 0;
  for (let d = 0; d + 1 < offsets.length; d++) {
    const own = column.tokens.slice(column.offsets[d]!, column.offsets[d + 1]!).sort();
    let last = 0;
    for (const token of own) {
      if (token !== last) tokens[at++] = token;
      last = token;
    }
    offsets[d + 1] = at;
  }
  return { tokens: tokens.slice(0, at), offsets };
}
