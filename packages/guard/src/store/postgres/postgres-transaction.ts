import type { CounterDefinition } from '../counter-key.ts';
import type { StoreHead, StoreTransaction } from '../guard-store.ts';
import { checkChanges } from '../rows/check-changes.ts';
import { RESERVATION_COLUMNS, readApproval, readReservation, readStop } from '../rows/row-codec.ts';
import {
  readInteger,
  readNullableInteger,
  readText,
  storableInteger,
  storableText,
  storableTexts,
} from '../rows/scalar.ts';
import { notStorable, storeCorrupt, storeUnusable } from '../rows/store-fault.ts';
import { checkDurability, DURABILITY_COLUMNS } from './check-server.ts';
import { versionColumn } from './migrate.ts';
import type { PostgresRow } from './postgres-pool.ts';
import { POSTGRES_SCHEMA_VERSION } from './schema.ts';
import type { PostgresSession } from './with-session.ts';
import { writeChanges } from './write-changes.ts';

/** Times that the server keeps to, milliseconds, and whether it may be one for tests. */
export interface PostgresLimits {
  readonly lockMs: number;
  readonly statementMs: number;
  readonly isTestServer: boolean;
}

/** A transaction, and what became of it. */
export interface PostgresWork {
  readonly transaction: StoreTransaction;
  /** Whether there is something to commit. */
  isWritten(): boolean;
  /** From then on every method rejects. */
  end(): void;
}

/** Reservations with their receipts. */
export function reservationsFrom(s: string): string {
  return `SELECT ${RESERVATION_COLUMNS} FROM ${s}.reservations r LEFT JOIN ${s}.receipts p ON p.sequence = r.receipt`;
}

/** The methods of a transaction, which begins with `head`. */
export function openPostgresTransaction(session: PostgresSession, s: string, limits: PostgresLimits): PostgresWork {
  let head: StoreHead | undefined;
  let isWritten = false;
  let isOver = false;
  const rows = async (text: string, ...values: unknown[]): Promise<readonly PostgresRow[]> => {
    if (isOver) throw storeUnusable('the transaction is over');
    if (head === undefined) throw storeUnusable('expected `head` to be asked for first');
    return session.rows(text, ...values);
  };
  const listed = async (text: string, keys: readonly string[]): Promise<readonly PostgresRow[]> =>
    keys.length === 0 ? [] : rows(text, storableTexts(keys));

  const transaction: StoreTransaction = {
    head: async () => {
      if (isOver) throw storeUnusable('the transaction is over');
      head ??= await beginTransaction(session, s, limits);
      return head;
    },
    keys: async (keys) =>
      toMap(await listed(`SELECT key, id FROM ${s}.keys WHERE key = ANY ($1::text[])`, keys), readText),
    reservations: async (ids) => {
      const found = await listed(`${reservationsFrom(s)} WHERE r.id = ANY ($1::text[])`, ids);
      return new Map(found.map((row) => [readText(row[0]), readReservation(row)]));
    },
    counters: async (keys) =>
      toMap(await listed(`SELECT key, value FROM ${s}.counters WHERE key = ANY ($1::text[])`, keys), readInteger),
    holds: async (reservations) => {
      const found = await listed(
        `SELECT reservation, counter, amount, until FROM ${s}.holds WHERE reservation = ANY ($1::text[])`,
        reservations,
      );
      return found.map(([reservation, counter, amount, until]) => ({
        reservation: readText(reservation),
        counter: readText(counter),
        amount: readInteger(amount),
        until: readNullableInteger(until),
      }));
    },
    approvals: async (ids) =>
      toMap(await listed(`SELECT id, body FROM ${s}.approvals WHERE id = ANY ($1::text[])`, ids), readApproval),
    stops: async () => (await rows(`SELECT body FROM ${s}.stops`)).map(([body]) => readStop(body)),
    definitions: async () =>
      (await rows(`SELECT body FROM ${s}.definitions`)).map(
        ([body]) => JSON.parse(readText(body)) as CounterDefinition,
      ),
    expireHolds: async (at) => {
      const expired = await rows(
        `WITH gone AS (DELETE FROM ${s}.holds WHERE until <= $1::bigint RETURNING counter, amount)
          SELECT counter, sum(amount) FROM gone GROUP BY counter`,
        storableInteger(at),
      );
      return toMap(expired, readInteger);
    },
    countedSince: async (action, since) => {
      const text = `${reservationsFrom(s)} WHERE r.is_open AND r.action = $1
        UNION ALL ${reservationsFrom(s)} WHERE r.state = 'done' AND r.action = $1 AND r.settled_at > $2::bigint`;
      return (await rows(text, storableText(action), storableInteger(since))).map(readReservation);
    },
    write: async (changes) => {
      if (isWritten) throw notStorable('expected one `write` in a transaction');
      if (head === undefined) throw storeUnusable('expected `head` to be asked for first');
      checkChanges(head, changes);
      isWritten = true;
      await writeChanges({ ...session, rows }, s, changes);
    },
  };
  return {
    transaction,
    isWritten: () => isWritten,
    end: () => {
      isOver = true;
    },
  };
}

/**
 * Begins, and locks the one row that every transaction locks first: whoever holds it is alone, and sees what the one before
 * committed, because each statement of the isolation level reads anew. One round trip.
 */
export async function beginTransaction(
  session: PostgresSession,
  s: string,
  limits: PostgresLimits,
): Promise<StoreHead> {
  const [row] = await session.rows(`
    BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SET LOCAL synchronous_commit = on;
    SET LOCAL lock_timeout = ${storableInteger(limits.lockMs)};
    SET LOCAL statement_timeout = ${storableInteger(limits.statementMs)};
    SET LOCAL idle_in_transaction_session_timeout = ${storableInteger(limits.statementMs)};
    SELECT sequence, hash, at, ${versionColumn(s)}, ${DURABILITY_COLUMNS} FROM ${s}.head FOR UPDATE`);
  if (row === undefined) throw storeCorrupt('expected the head of the chain in the store');
  const version = readInteger(row[3]);
  if (version !== POSTGRES_SCHEMA_VERSION) {
    throw storeUnusable(`expected a schema of version ${POSTGRES_SCHEMA_VERSION}, got ${version}`);
  }
  if (!limits.isTestServer) checkDurability(row.slice(4));
  return { sequence: readInteger(row[0]), hash: readText(row[1]), at: readInteger(row[2]) };
}

function toMap<T>(rows: readonly PostgresRow[], read: (value: unknown) => T): Map<string, T> {
  return new Map(rows.map(([key, value]) => [readText(key), read(value)]));
}
