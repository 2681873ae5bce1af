import type { SnapshotEntry, SnapshotRun } from '@bezoar/corpus';
import type { CommandDocument } from '../document/command-document.ts';
import type { LoggedEntry } from '../ledger/log-run.ts';

/** What was done: pages were curated, held against a manifest, or their revisions were judged. */
export type SnapshotMode = 'record' | 'verify' | 'revisions';

/** The document of `bezoar snapshot --json`, schema `bezoar.snapshot/v1`. */
export interface SnapshotDocument extends CommandDocument {
  readonly verdict: 'clean' | 'findings' | 'undecided';
  readonly mode: SnapshotMode;
  /** Pages in the order of the input; cut at 100,000, all of them stand in the files under `outputs`. */
  readonly entries: readonly SnapshotEntry[];
  /** All pages by verdict. */
  readonly counts: SnapshotRun['counts'];
  /** Findings of low severity beyond the first thousands, which are only counted. */
  readonly findingsLeftOut: number;
  /** For revisions: when the export was made, and how long an edit must have stood before. */
  readonly snapshotAt: string | null;
  readonly hold: string | null;
  /** Files that were written. */
  readonly outputs: readonly { readonly path: string; readonly sha256: string }[];
  /** Null outside a project, and where the run could not be logged (`ledger/not-written`). */
  readonly ledger: (LoggedEntry & { readonly report: string }) | null;
}
