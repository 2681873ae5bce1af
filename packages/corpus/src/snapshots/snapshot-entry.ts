import type { Finding } from '@bezoar/core';
import type { Unreadable } from '../readers/unreadable.ts';
import type { HoldReason } from './revisions/judge/judge-page.ts';
import type { FetchFailureCode } from './web/fetch-failure.ts';

/**
 * What became of a page. `taken`: its bytes have the curated digest, or its revision has stood. `changed`: other bytes are
 * served, and lie in quarantine. `refused`: there is nothing to hold it against. `unreachable`: undecided. `held`: no
 * revision of it has stood.
 */
export type SnapshotVerdict = 'taken' | 'changed' | 'refused' | 'unreachable' | 'held';

/** A revision that is newer than the one that is taken. */
export interface HeldBack {
  readonly revision: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: HoldReason;
  readonly account?: string;
  readonly by?: string;
}

/** One page of a snapshot. Attacker controls: every text in it. */
export interface SnapshotEntry {
  readonly url: string;
  /** The digest that the page was held against, or got when it was curated or taken; empty where there is none. */
  readonly sha256: string;
  readonly verdict: SnapshotVerdict;
  /** Why, in words. Absent for what was taken. */
  readonly reason?: string;
  readonly failure?: FetchFailureCode;
  readonly bytes?: number;
  /** Where redirects led. */
  readonly finalUrl?: string;
  /** Body relative to the folder of the snapshot. */
  readonly path?: string;
  /** Of a changed page: digest of what is served now. */
  readonly servedSha256?: string;
  /** Of a changed page: the curated body, where there is one. */
  readonly curatedPath?: string;
  readonly title?: string;
  readonly revision?: string;
  readonly account?: string;
  readonly heldBack?: readonly HeldBack[];
  /** All held-back revisions; the list is cut. */
  readonly heldBackCount?: number;
}

/** What a run over pages gives. */
export interface SnapshotRun {
  /** In the order of the input, cut at `MAX_LISTED_ENTRIES`. */
  readonly entries: readonly SnapshotEntry[];
  readonly counts: Readonly<Record<SnapshotVerdict, number>>;
  readonly findings: readonly Finding[];
  readonly unreadable: readonly Unreadable[];
  /** Findings of low severity that are only counted. */
  readonly findingsLeftOut: number;
  /** When the snapshot was taken, for revisions; ISO 8601. */
  readonly snapshotAt?: string;
}

/** How far a run is. */
export interface SnapshotEvent {
  readonly stage: 'verifying' | 'recording' | 'reading';
  readonly done: number;
  readonly total: number;
}

/** Pages that a document lists. All of them stand in the files of the folder (CWE-770). */
export const MAX_LISTED_ENTRIES = 100_000;

/** No pages yet. */
export function noCounts(): Record<SnapshotVerdict, number> {
  return { taken: 0, changed: 0, refused: 0, unreachable: 0, held: 0 };
}
