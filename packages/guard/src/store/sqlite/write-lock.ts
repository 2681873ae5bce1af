import { StoreBusy } from '../batcher.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { isBusy } from './sqlite-fault.ts';

/** How long a store waits for other processes by default, milliseconds: about a hundred of their transactions. */
export const DEFAULT_BUSY_MS = 800;

/** Milliseconds between attempts: about half a durable transaction. */
export const POLL_MS = 2;

/** How long a store writes without a pause, milliseconds. */
export const TURN_MS = 100;

/** The pause, milliseconds: every process that waits tries at least once within it, or it might never get a turn. */
export const PAUSE_MS: number = 2 * POLL_MS;

/** How a store waits. */
export interface Waiting {
  readonly busyMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Does what another process may be in the way of. Waits without blocking the event loop, since nobody else's decision may
 * depend on it; rejects with `StoreBusy` when it waited for `busyMs`. Only for what does nothing where it fails.
 */
export async function whenFree<T>(attempt: () => T, { busyMs, sleep }: Waiting): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (waitedMs >= busyMs)
        throw new StoreBusy(`another process held the database for ${busyMs} ms`, { cause: error });
    }
    await sleep(POLL_MS);
  }
}

/** Takes the one write lock of a database, in turns with other processes. */
export function createWriteLock(database: SqliteDatabase, waiting: Waiting): () => Promise<void> {
  let turnBegan = 0;
  let lastBegan = 0;
  return async () => {
    const now = performance.now();
    // SQLite keeps no queue: a process that begins again at once would starve those that poll.
    if (now - lastBegan > TURN_MS) turnBegan = now;
    if (now - turnBegan > TURN_MS) {
      await waiting.sleep(PAUSE_MS);
      turnBegan = performance.now();
    }
    await whenFree(() => database.exec('BEGIN IMMEDIATE'), waiting);
    lastBegan = performance.now();
  };
}

/** Undoes a transaction, unless SQLite did so itself. */
export function rollBack(database: SqliteDatabase): void {
  if (database.inTransaction) database.exec('ROLLBACK');
}
