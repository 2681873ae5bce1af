import { type CandidateStore, createCandidateStore } from './candidates/candidate-store.ts';
import { createFirstSightings, type FirstSightings } from './candidates/first-sightings.ts';
import { createNoteRing, type NoteRing } from './candidates/note-ring.ts';
import { type ClusterBook, createClusterBook } from './clusters/cluster-book.ts';
import { type AccountLoad, createAccountLoad } from './counts/account-load.ts';
import { createHistory, type History } from './counts/history.ts';
import type { ResolvedStreamOptions } from './stream-options.ts';

/** Everything that a stream remembers. Its size does not grow with the traffic. */
export interface StreamState {
  readonly history: History;
  readonly load: AccountLoad;
  readonly ring: NoteRing;
  readonly sightings: FirstSightings;
  readonly store: CandidateStore;
  readonly book: ClusterBook;
  /** Keys of tenants, at most two: whether there is more than one. */
  readonly tenants: Set<number>;
  readonly totals: StreamTotals;
}

/** What a stream has seen. */
export interface StreamTotals {
  /** Sightings, requests among them. */
  observed: number;
  requests: number;
  /** Texts of a trusted corpus. */
  warmed: number;
  /** Sightings of which part was not read. */
  cut: number;
  /** Requests without an account: they count towards no incident. */
  anonymous: number;
  /** Sightings that were not counted because their account had used up its share of the memory. */
  uncounted: number;
  /** Rare phrases of accounts that had used up their share: they are followed in a small part of the memory only. */
  crowded: number;
}

/** A stream that has seen nothing. */
export function createStreamState(options: ResolvedStreamOptions): StreamState {
  return {
    history: createHistory(options.secret, options.sketchBits),
    load: createAccountLoad(options.sketchBits),
    ring: createNoteRing(options.notes),
    sightings: createFirstSightings(options.sightingBits),
    store: createCandidateStore(options.candidates),
    book: createClusterBook(),
    tenants: new Set(),
    totals: { observed: 0, requests: 0, warmed: 0, cut: 0, anonymous: 0, uncounted: 0, crowded: 0 },
  };
}
