import { randomBytes } from 'node:crypto';
import { BezoarError } from '@bezoar/core';
import type { Storage } from '../storage/storage.ts';
import { breakStaleLock } from './break-stale-lock.ts';
import { describeHolder, encodeLock, type FoundLock, LOCK_FILE, type LockHolder, readLock } from './lock-file.ts';
import type { ProcessTable } from './process-identity.ts';

/** How long a writer waits for another one by default, ms: a commit takes milliseconds, a command seconds. */
export const DEFAULT_LOCK_TIMEOUT_MS = 10_000;
/** First and longest pause between two attempts, ms; each is twice the one before. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/** Resolves after so many milliseconds. Passed in, so that tests do not wait. */
export type Pause = (ms: number) => Promise<void>;

/** What `acquireLock` needs. */
export interface LockOptions {
  readonly storage: Storage;
  readonly processes: ProcessTable;
  readonly pause: Pause;
  readonly timeoutMs: number;
  /** Told once when it starts to wait, and when a stale lock is broken. */
  readonly onEvent?: (event: LockEvent) => void;
}

/** What happens before a lock is ours. */
export interface LockEvent {
  readonly type: 'lock-wait' | 'lock-broken';
  readonly holder: string;
}

/** A lock that is ours. */
export interface Lock {
  readonly holder: LockHolder;
  /** Throws `ledger/lock-lost` if the file no longer names us. */
  check(): Promise<void>;
  /** Removes the file if it still names us. */
  release(): Promise<void>;
}

/**
 * Takes the ledger's lock: one writer at a time. A lock whose process is certainly gone is broken; any other is waited for,
 * up to `timeoutMs`. Throws `ledger/locked`, which names the holder and says what to remove by hand.
 */
export async function acquireLock(options: LockOptions): Promise<Lock> {
  const { storage, processes, pause, timeoutMs, onEvent } = options;
  const holder: LockHolder = { ...processes.self, nonce: randomBytes(16).toString('hex') };
  let waitedMs = 0;
  let pauseMs = FIRST_PAUSE_MS;
  while (!(await storage.createExclusive(LOCK_FILE, encodeLock(holder)))) {
    const found = await readLock(storage, LOCK_FILE);
    if (found === undefined) continue;
    if (found !== 'unreadable' && processes.stateOf(found) === 'gone') {
      const broken = await breakStaleLock(storage, processes, found);
      if (broken) onEvent?.({ type: 'lock-broken', holder: describeHolder(found) });
      if (broken) continue;
    }
    if (waitedMs >= timeoutMs) throw locked(storage, processes, found, waitedMs);
    if (waitedMs === 0) onEvent?.({ type: 'lock-wait', holder: describeHolder(found) });
    const ms = Math.min(pauseMs, timeoutMs - waitedMs);
    await pause(ms);
    waitedMs += ms;
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
  return heldLock(storage, holder);
}

function heldLock(storage: Storage, holder: LockHolder): Lock {
  const isOurs = async (): Promise<boolean> => {
    const found = await readLock(storage, LOCK_FILE);
    return found !== undefined && found !== 'unreadable' && found.nonce === holder.nonce;
  };
  return {
    holder,
    check: async () => {
      if (await isOurs()) return;
      throw new BezoarError('ledger/lock-lost', `the lock of \`${storage.place}\` was taken away from this process`);
    },
    release: async () => {
      if (await isOurs()) await storage.remove(LOCK_FILE);
    },
  };
}

function locked(storage: Storage, processes: ProcessTable, found: FoundLock, waitedMs: number): BezoarError {
  const isForeign = found === 'unreadable' || processes.stateOf(found) === 'unknown';
  const advice = isForeign
    ? `whether it still runs cannot be told from here: once it certainly does not, remove \`${storage.place}/${LOCK_FILE}\``
    : `wait for it to end; \`${storage.place}/${LOCK_FILE}\` is removed by the next writer after that`;
  return new BezoarError(
    'ledger/locked',
    `the ledger is held by ${describeHolder(found)}, waited ${waitedMs} ms; ${advice}`,
  );
}
