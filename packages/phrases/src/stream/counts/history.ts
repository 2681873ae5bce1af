import { SipHash } from '../hash/siphash.ts';
import { subkey } from '../hash/subkey.ts';
import { addTo, type CountSketch, createCountSketch, estimateIn, newKeysFor } from './count-sketch.ts';
import { addPair, createPairFilter, hasPair, type PairFilter } from './pair-filter.ts';

/** What a key is counted as. The same n-gram has other counters under each. */
export const DOMAINS = ['all', 'requests', 'following', 'preceding', 'starts'] as const;

/** `following`: distinct words after it; `preceding`: distinct words before it; `starts`: sentences that it begins. */
export type Domain = 0 | 1 | 2 | 3 | 4;

/** Sightings in all traffic. */
export const ALL: Domain = 0;
/** Sightings in requests. */
export const REQUESTS: Domain = 1;
/** Distinct words that followed. */
export const FOLLOWING: Domain = 2;
/** Distinct words that preceded. */
export const PRECEDING: Domain = 3;
/** Sentences begun. */
export const STARTS: Domain = 4;

/**
 * Distinct keys for each counter of a row before a generation is full. At 2 a simulated sketch says 0 of a new key in 35 % of
 * cases, 1 in 49 % and 2 in 11 %; beyond that rare phrases begin to look known.
 */
export const KEYS_PER_COUNTER = 2;

/** Below this count a phrase counts each account once; from it on, each conversation. Sets what whitewashing a phrase costs: accounts. */
export const ACCOUNT_COUNTED_BELOW = 32;

/** Counts of one stretch of traffic. Totals are of what was counted in it. */
export interface Generation {
  readonly sketch: CountSketch;
  readonly pairs: PairFilter;
  /** Distinct keys in `sketch`, estimated. */
  keys: number;
  conversations: number;
  requests: number;
  /** Distinct pairs of neighbouring words. */
  bigrams: number;
  sentences: number;
}

/** Two generations: when the current one is full it becomes the previous one, and what was previous is forgotten. */
export interface History {
  readonly tweaks: Int32Array;
  current: Generation;
  previous: Generation;
  /** How often generations changed. */
  turns: number;
}

/** An empty history of `2 ** bits` counters a row and generation: 2 x (6 + 2) x 2 ** bits bytes. */
export function createHistory(secret: Uint8Array, bits: number): History {
  const hash = new SipHash(subkey(secret, 'domains'), 2, 4);
  const tweaks = new Int32Array(DOMAINS.length * 2);
  for (const [at, name] of DOMAINS.entries()) {
    hash.text(name);
    tweaks[at * 2] = hash.low;
    tweaks[at * 2 + 1] = hash.high;
  }
  return { tweaks, current: createGeneration(bits), previous: createGeneration(bits), turns: 0 };
}

function createGeneration(bits: number): Generation {
  return {
    sketch: createCountSketch(bits),
    pairs: createPairFilter(bits + 4),
    keys: 0,
    conversations: 0,
    requests: 0,
    bigrams: 0,
    sentences: 0,
  };
}

/** How often a key was counted in a domain, in both generations. */
export function countOf(history: History, domain: Domain, low: number, high: number): number {
  const l = low ^ history.tweaks[domain * 2]!;
  const h = high ^ history.tweaks[domain * 2 + 1]!;
  return estimateIn(history.current.sketch, l, h) + estimateIn(history.previous.sketch, l, h);
}

/** Counts a key once more. Returns how often it was counted before, in both generations. */
export function countKey(history: History, domain: Domain, low: number, high: number): number {
  const l = low ^ history.tweaks[domain * 2]!;
  const h = high ^ history.tweaks[domain * 2 + 1]!;
  const now = estimateIn(history.current.sketch, l, h);
  if (now === 0) history.current.keys += newKeysFor(history.current.sketch);
  addTo(history.current.sketch, l, h);
  return now + estimateIn(history.previous.sketch, l, h);
}

/** Whether the account used the phrase before. */
export function isUsedBy(history: History, low: number, high: number, account: number): boolean {
  return hasPair(history.current.pairs, low, high, account) || hasPair(history.previous.pairs, low, high, account);
}

/** Remembers that the account used the phrase. */
export function markUsed(history: History, low: number, high: number, account: number): void {
  addPair(history.current.pairs, low, high, account);
}

/** Forgets the older generation if the current one is full. Returns whether it did. */
export function turnIfFull(history: History): boolean {
  const { bits } = history.current.sketch;
  if (history.current.keys < KEYS_PER_COUNTER << bits) return false;
  const emptied = history.previous;
  emptied.sketch.cells.fill(0);
  emptied.sketch.filled = 0;
  emptied.pairs.words.fill(0);
  Object.assign(emptied, { keys: 0, conversations: 0, requests: 0, bigrams: 0, sentences: 0 });
  history.previous = history.current;
  history.current = emptied;
  history.turns++;
  return true;
}

/** A total over both generations. */
export function totalOf(history: History, name: 'conversations' | 'requests' | 'bigrams' | 'sentences'): number {
  return history.current[name] + history.previous[name];
}
