import { UsageError } from '@bezoar/core';
import { encodeEntry } from '../../entry/encode-entry.ts';
import type { LedgerEntry } from '../../entry/ledger-entry.ts';
import { framedBytes, MAX_COMMIT_BYTES, MAX_FRAME_ENTRIES } from '../../journal/frame.ts';
import type { Commit } from '../open-ledger.ts';

/** One call of `append`, checked and encoded. */
export interface AppendRequest {
  readonly entries: readonly Uint8Array[];
  /** Bytes that they take in a frame. */
  readonly bytes: number;
  /** What is wrong with the entries if the first one gets this index: a reference that does not point back. */
  faultAt(firstIndex: number): UsageError | undefined;
  resolve(commit: Commit): void;
  reject(error: Error): void;
}

/** Checks and encodes entries. Throws `ledger/bad-entry`, `ledger/entry-too-large` or `ledger/commit-too-large`. */
export function createAppendRequest(
  entries: readonly LedgerEntry[],
  resolve: (commit: Commit) => void,
  reject: (error: Error) => void,
): AppendRequest {
  if (entries.length === 0) throw new UsageError('ledger/bad-entry', 'expected at least 1 entry, got 0');
  const encoded = entries.map(encodeEntry);
  const bytes = encoded.reduce((sum, entry) => sum + framedBytes(entry), 0);
  if (entries.length > MAX_FRAME_ENTRIES || bytes > MAX_COMMIT_BYTES) {
    throw new UsageError(
      'ledger/commit-too-large',
      `expected at most ${MAX_FRAME_ENTRIES} entries in ${MAX_COMMIT_BYTES} bytes, got ${entries.length} in ${bytes}`,
    );
  }
  const latest = entries.map(({ refs }) => refs.reduce((most, ref) => Math.max(most, ref), -1));
  return {
    entries: encoded,
    bytes,
    faultAt: (firstIndex) => {
      const at = latest.findIndex((ref, offset) => ref >= firstIndex + offset);
      if (at < 0) return undefined;
      return new UsageError(
        'ledger/bad-reference',
        `entry ${firstIndex + at} refers to entry ${latest[at]}, which is not before it`,
      );
    },
    resolve,
    reject,
  };
}
