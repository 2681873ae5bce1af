import { setTimeout } from 'node:timers/promises';
import { type Clock, systemClock } from '@bezoar/core';
import type { LedgerEntry } from '../entry/ledger-entry.ts';
import { acquireLock, DEFAULT_LOCK_TIMEOUT_MS, type Lock, type Pause } from '../lock/acquire-lock.ts';
import { removeTokens } from '../lock/break-stale-lock.ts';
import { machineProcesses, type ProcessTable } from '../lock/process-identity.ts';
import type { NoteSigner } from '../note/note-signer.ts';
import { nodeStorage } from '../storage/node-storage.ts';
import type { Storage } from '../storage/storage.ts';
import type { LedgerEvent } from './ledger-event.ts';
import { recoverLedger } from './recovery/recover-ledger.ts';
import { createWriter } from './writer/ledger-writer.ts';

/** How a ledger is opened for writing. */
export interface LedgerOptions {
  /** The folder, or a storage in its place. */
  readonly storage: string | Storage;
  /** Signs every commit's checkpoint; its name is the log's origin. */
  readonly signer: NoteSigner;
  /** Dates the entries that the ledger writes about itself. */
  readonly clock?: Clock;
  /** How long to wait for another writer, ms. */
  readonly lockTimeoutMs?: number;
  readonly onEvent?: (event: LedgerEvent) => void;
  /** Waits; in tests it does not. */
  readonly pause?: Pause;
  /** Which processes live; in tests whatever the test says. */
  readonly processes?: ProcessTable;
}

/** Entries that are durable and signed. */
export interface Commit {
  /** Index of the first of the entries that were passed to `append`; the others follow without a gap. */
  readonly firstIndex: number;
  /** Entries in the log after this commit, which may hold entries of other callers too. */
  readonly size: number;
  /** Root over `size` entries, 32 bytes. */
  readonly root: Uint8Array;
  /** Signed note of the checkpoint over `size` entries. */
  readonly checkpoint: string;
}

/** The one writer of a log. */
export interface Ledger {
  /** Name of the log: the name of its key. */
  readonly origin: string;
  /** Durable entries. */
  readonly size: number;
  /** Root over them, 32 bytes. */
  readonly root: Uint8Array;
  /** Signed note of the checkpoint over them. */
  readonly checkpoint: string;
  /**
   * Makes entries durable, all or none; resolves after they are on disk. Calls that overlap share one flush; indices follow the
   * order of the calls. Rejects with `ledger/bad-entry`, `ledger/entry-too-large`, `ledger/commit-too-large`, `ledger/bad-reference`
   * or `ledger/busy` (nothing was written, the ledger goes on), with `ledger/disk-full` or `ledger/io` (cut back to the last
   * commit; after a failed flush the ledger must be opened again), with `ledger/lock-lost`, `ledger/poisoned` or
   * `ledger/closed`. An entry whose append was rejected with `ledger/io` may still turn up in the log after a crash.
   */
  append(entries: readonly LedgerEntry[]): Promise<Commit>;
  /** Writes tiles, bundles and checkpoint for all durable entries and empties the journal. A failure loses nothing. */
  publish(): Promise<void>;
  /**
   * Finishes what was appended, publishes, and gives the lock back. Rejects as `publish` does, but the lock is given back and
   * nothing is lost. A second call does nothing.
   */
  close(): Promise<void>;
}

/**
 * Opens a ledger for writing, starts one where there is none, and repairs what a crash left. Rejects with `ledger/locked` while
 * another process writes, `ledger/wrong-key` for a log of another key, and as `recoverLedger` does for damage.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const storage = typeof options.storage === 'string' ? nodeStorage(options.storage) : options.storage;
  const { signer, clock = systemClock, onEvent = () => {}, pause = setTimeoutPause } = options;
  await storage.makeFolder('');
  const lock = await acquireLock({
    storage,
    processes: options.processes ?? machineProcesses(),
    pause,
    timeoutMs: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    onEvent,
  });
  try {
    await removeTokens(storage);
    const recovered = await recoverLedger({ storage, signer, clock, onEvent });
    return await createWriter({ storage, signer, lock, onEvent, recovered });
  } catch (error) {
    await releaseQuietly(lock);
    throw error;
  }
}

async function releaseQuietly(lock: Lock): Promise<void> {
  try {
    await lock.release();
  } catch {
    // The error on the way to the caller says more; the lock is stale once this process ends.
  }
}

const setTimeoutPause: Pause = async (ms) => {
  await setTimeout(ms);
};
