import type { BezoarError } from '@bezoar/core';
import type { LockEvent } from '../lock/acquire-lock.ts';

/** What a ledger does beside what it is asked for. */
export type LedgerEvent =
  | LockEvent
  /** Commits of an earlier process were found in the journal, and belong to the log. */
  | { readonly type: 'replayed'; readonly entries: number }
  /** A commit of an earlier process was incomplete; its bytes now lie in `path`, and a `ledger.recovered` entry says so. */
  | { readonly type: 'recovered'; readonly path: string; readonly bytes: number }
  | { readonly type: 'published'; readonly size: number }
  /** Tiles could not be written; nothing is lost, they will be written later. */
  | { readonly type: 'publish-failed'; readonly error: BezoarError };
