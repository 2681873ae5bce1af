import { setTimeout as sleepFor } from 'node:timers/promises';
import { StoreBusy } from '../batcher.ts';
import type { CounterUsage, GuardStore, StoreTransaction } from '../guard-store.ts';
import { checkHead } from '../rows/check-changes.ts';
import { readApproval, readReceipt, readReservation, readStop } from '../rows/row-codec.ts';
import { readInteger, readText, storableInteger, storableText } from '../rows/scalar.ts';
import { storeUnusable } from '../rows/store-fault.ts';
import { takeTurns } from '../rows/take-turns.ts';
import { prepareDatabase } from './prepare-database.ts';
import { cacheStatements, type SqliteDatabase } from './sqlite-database.ts';
import { isBusy } from './sqlite-fault.ts';
import { openSqliteTransaction, reservationsWhere } from './sqlite-transaction.ts';
import { createWriteLock, DEFAULT_BUSY_MS, rollBack, whenFree } from './write-lock.ts';

/** What an SQLite store is made of. */
export interface SqliteStoreOptions {
  /** A handle on a database in a file. It is the store's alone from then on, and closed with it. */
  readonly database: SqliteDatabase;
  /** How long to wait for other processes before `StoreBusy`, milliseconds. Default `DEFAULT_BUSY_MS`. */
  readonly busyMs?: number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** The sum of each counter, and of what it holds that is due and that is open. */
const USAGE = `
  WITH
    due AS MATERIALIZED (SELECT counter, sum(amount) AS amount FROM holds WHERE until <= ? GROUP BY counter),
    open AS MATERIALIZED (SELECT counter, sum(amount) AS amount FROM holds WHERE until IS NULL GROUP BY counter)
  SELECT c.key, c.value, coalesce(d.amount, 0), coalesce(o.amount, 0)
  FROM counters c LEFT JOIN due d ON d.counter = c.key LEFT JOIN open o ON o.counter = c.key`;

/** Whether nobody knows at a time what came of an open reservation. */
const IS_UNKNOWN = `(r.state = 'unknown' OR json_extract(r.body, '$.executeBy') <= ?)`;

/**
 * A store in one SQLite file, for any number of processes on one machine (never a network drive: SQLite's locks do not
 * hold there). A transaction is flushed to the disk before it resolves. Transactions and reads of a handle run one after
 * the other, so that none sees what another has not committed. Rejects with `guard/store-unusable` where the database is
 * not a guard's, not durable, read-only, or of a later version; with `guard/store-corrupt` where it is damaged.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<GuardStore> {
  const { database, busyMs = DEFAULT_BUSY_MS } = options;
  const sleep = async (ms: number): Promise<void> => {
    await (options.sleep ?? sleepFor)(ms);
  };
  const waiting = { busyMs, sleep };
  await prepareDatabase(database, waiting);
  const statements = cacheStatements(database);
  const inTurn = takeTurns();
  const lock = createWriteLock(database, waiting);
  let isClosed = false;

  const assertOpen = (): void => {
    if (isClosed) throw storeUnusable('the store is closed');
    // Where the disk failed so badly that even this did not work before.
    rollBack(database);
  };
  const read = <T>(work: () => T): Promise<T> =>
    inTurn(async () => {
      assertOpen();
      return whenFree(work, waiting);
    });
  const transact = async <T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> => {
    assertOpen();
    await lock();
    const own = openSqliteTransaction(statements);
    try {
      const result = await work(own.transaction);
      own.end();
      if (own.isWritten()) database.exec('COMMIT');
      return result;
    } catch (error) {
      // What SQLite could not commit for another's sake is undone below, hence certainly not written.
      throw isBusy(error) ? new StoreBusy('another process was in the way', { cause: error }) : error;
    } finally {
      own.end();
      rollBack(database);
    }
  };
  await read(() => {
    const [row] = statements.rows(
      'SELECT sequence, hash, (SELECT body FROM receipts ORDER BY sequence DESC LIMIT 1) FROM head',
    );
    const head = { sequence: readInteger(row?.[0]), hash: readText(row?.[1]) };
    checkHead(head, row?.[2] === null ? undefined : readReceipt(row?.[2]));
  });

  return {
    transact: (work) => inTurn(() => transact(work)),
    hasReceipt: (id) => read(() => statements.rows('SELECT 1 FROM receipts WHERE id = ?', storableText(id)).length > 0),
    receipts: (from, { limit }) =>
      read(() => {
        const sql = 'SELECT body FROM receipts WHERE sequence >= ? ORDER BY sequence LIMIT ?';
        return statements.rows(sql, storableInteger(from), storableInteger(limit)).map(([body]) => readReceipt(body));
      }),
    approvals: ({ limit, state, expiresAfter }) =>
      read(() => {
        const values = [
          ...(state === undefined ? [] : [storableText(state)]),
          ...(expiresAfter === undefined ? [] : [storableInteger(expiresAfter)]),
          storableInteger(limit),
        ];
        const sql = approvalsText(state !== undefined, expiresAfter !== undefined);
        return statements.rows(sql, ...values).map(([body]) => readApproval(body));
      }),
    reservation: (id) =>
      read(() => {
        const [row] = statements.rows(reservationsWhere('WHERE r.id = ?'), storableText(id));
        return row === undefined ? undefined : readReservation(row);
      }),
    open: ({ limit, unknownAt }) =>
      read(() => {
        const isUnknown = unknownAt === undefined ? '' : `AND ${IS_UNKNOWN}`;
        const sql = reservationsWhere(`WHERE r.is_open = 1 ${isUnknown} ORDER BY r.receipt LIMIT ?`);
        const values = [...(unknownAt === undefined ? [] : [storableInteger(unknownAt)]), storableInteger(limit)];
        return statements.rows(sql, ...values).map(readReservation);
      }),
    usage: (at) => read(() => statements.rows(USAGE, storableInteger(at)).flatMap(usageOf)),
    stops: () => read(() => statements.rows('SELECT body FROM stops').map(([body]) => readStop(body))),
    close: () =>
      inTurn(async () => {
        if (isClosed) return;
        isClosed = true;
        // What was committed is durable in the log; in the file it is found by whoever copies that alone.
        try {
          statements.rows('PRAGMA wal_checkpoint(TRUNCATE)');
        } finally {
          statements.clear();
          database.close();
        }
      }),
  };
}

/** Requests, the newest first; with both conditions by the index, or a walk through all that expired would find few. */
function approvalsText(hasState: boolean, hasExpiry: boolean): string {
  const conditions = [...(hasState ? ['state = ?'] : []), ...(hasExpiry ? ['expires_at > ?'] : [])];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const index = hasState && hasExpiry ? 'INDEXED BY approvals_expiry' : '';
  const numbers = `SELECT number FROM approvals ${index} ${where} ORDER BY number DESC LIMIT ?`;
  return `SELECT body FROM approvals WHERE number IN (${numbers}) ORDER BY number DESC`;
}

function usageOf([counter, total, due, open]: readonly unknown[]): CounterUsage[] {
  const reserved = readInteger(open);
  const settled = readInteger(total) - readInteger(due) - reserved;
  return settled === 0 && reserved === 0 ? [] : [{ counter: readText(counter), settled, reserved }];
}
