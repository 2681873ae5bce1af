import type { Candidate } from './candidate.ts';

/** Share of the store for candidates whose second account had used up its share: they displace each other only. */
const CROWDED_SHARE = 1 / 8;

/** Candidates by key, those of exactly two accounts apart from those of more, each in the order of their last request. */
export interface CandidateStore {
  readonly capacity: number;
  readonly crowded: Map<number, Candidate>;
  readonly pairs: Map<number, Candidate>;
  readonly groups: Map<number, Candidate>;
  /** Candidates of two accounts, and of more, that gave way to newer ones. */
  droppedPairs: number;
  droppedGroups: number;
}

/** An empty store. */
export function createCandidateStore(capacity: number): CandidateStore {
  return { capacity, crowded: new Map(), pairs: new Map(), groups: new Map(), droppedPairs: 0, droppedGroups: 0 };
}

/** The candidate with this key. */
export function candidateOf(store: CandidateStore, key: number): Candidate | undefined {
  return store.pairs.get(key) ?? store.groups.get(key) ?? store.crowded.get(key);
}

/** Whether there is any. */
export function hasCandidates(store: CandidateStore): boolean {
  return store.pairs.size + store.groups.size + store.crowded.size > 0;
}

/** Where a candidate belongs. */
export function homeOf(store: CandidateStore, candidate: Candidate): Map<number, Candidate> {
  if (candidate.accounts.size > 2) return store.groups;
  return candidate.isCrowded ? store.crowded : store.pairs;
}

/**
 * Puts a candidate last in its order. Where the store is full the least recent one of two accounts gives way, then the least
 * recent one of more: whoever wants to push a growing phrase out must first fill the store with phrases that two accounts
 * share, and three that share one are an alert themselves.
 */
export function keepCandidate(store: CandidateStore, candidate: Candidate): void {
  dropCandidate(store, candidate.key);
  const home = homeOf(store, candidate);
  const crowd = store.capacity * CROWDED_SHARE;
  if (home === store.crowded && home.size >= crowd) store.droppedPairs += dropOldest(home);
  else if (store.pairs.size + store.groups.size >= store.capacity) {
    const dropped = dropOldest(store.pairs);
    store.droppedPairs += dropped;
    if (dropped === 0) store.droppedGroups += dropOldest(store.groups);
  }
  home.set(candidate.key, candidate);
}

/** Takes a candidate out. */
export function dropCandidate(store: CandidateStore, key: number): void {
  store.crowded.delete(key);
  store.pairs.delete(key);
  store.groups.delete(key);
}

function dropOldest(candidates: Map<number, Candidate>): number {
  const [oldest] = candidates.keys();
  if (oldest === undefined) return 0;
  candidates.delete(oldest);
  return 1;
}
