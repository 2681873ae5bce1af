import type { CounterDefinition } from '../counter-key.ts';
import type { StoreHead, StoreTransaction } from '../guard-store.ts';
import { checkChanges } from '../rows/check-changes.ts';
import { RESERVATION_COLUMNS, readApproval, readReservation, readStop } from '../rows/row-codec.ts';
import { readInteger, readNullableInteger, readText, storableInteger, storableTexts } from '../rows/scalar.ts';
import { notStorable, storeCorrupt, storeUnusable } from '../rows/store-fault.ts';
import { SQLITE_SCHEMA_VERSION } from './schema.ts';
import type { SqliteRow, StatementCache } from './sqlite-database.ts';
import { writeChanges } from './write-changes.ts';

/** A transaction, and what became of it. */
export interface SqliteWork {
  readonly transaction: StoreTransaction;
  /** Whether there is something to commit. */
  isWritten(): boolean;
  /** From then on every method rejects: another transaction may have begun. */
  end(): void;
}

const RESERVATIONS = `SELECT ${RESERVATION_COLUMNS} FROM reservations r LEFT JOIN receipts p ON p.sequence = r.receipt`;

/** The reservations that a clause chooses, in the order of the chain where it says so. */
export function reservationsWhere(clause: string): string {
  return `${RESERVATIONS} ${clause}`;
}

/** The methods of a transaction that has begun. */
export function openSqliteTransaction(statements: StatementCache): SqliteWork {
  let head: StoreHead | undefined;
  let isWritten = false;
  let isOver = false;
  const locked = <T>(read: () => T): Promise<T> => {
    if (isOver) return Promise.reject(storeUnusable('the transaction is over'));
    if (head === undefined) return Promise.reject(storeUnusable('expected `head` to be asked for first'));
    return attempt(read);
  };
  const listed = (sql: string, texts: readonly string[]): SqliteRow[] =>
    texts.length === 0 ? [] : statements.rows(sql, JSON.stringify(storableTexts(texts)));

  const transaction: StoreTransaction = {
    head: () => {
      if (isOver) return Promise.reject(storeUnusable('the transaction is over'));
      return attempt(() => (head ??= readHead(statements)));
    },
    keys: (keys) =>
      locked(() =>
        toMap(listed('SELECT k.key, k.id FROM json_each(?) j JOIN keys k ON k.key = j.value', keys), readText),
      ),
    reservations: (ids) =>
      locked(() => {
        const sql = `SELECT ${RESERVATION_COLUMNS} FROM json_each(?) j JOIN reservations r ON r.id = j.value
          LEFT JOIN receipts p ON p.sequence = r.receipt`;
        return new Map(listed(sql, ids).map((row) => [readText(row[0]), readReservation(row)]));
      }),
    counters: (keys) =>
      locked(() =>
        toMap(
          listed('SELECT c.key, c.value FROM json_each(?) j JOIN counters c ON c.key = j.value', keys),
          readInteger,
        ),
      ),
    holds: (reservations) =>
      locked(() => {
        const sql = `SELECT h.reservation, h.counter, h.amount, h.until FROM json_each(?) j
          JOIN holds h ON h.reservation = j.value`;
        return listed(sql, [...new Set(reservations)]).map(([reservation, counter, amount, until]) => ({
          reservation: readText(reservation),
          counter: readText(counter),
          amount: readInteger(amount),
          until: readNullableInteger(until),
        }));
      }),
    approvals: (ids) =>
      locked(() =>
        toMap(listed('SELECT a.id, a.body FROM json_each(?) j JOIN approvals a ON a.id = j.value', ids), readApproval),
      ),
    stops: () => locked(() => statements.rows('SELECT body FROM stops').map(([body]) => readStop(body))),
    definitions: () =>
      locked(() =>
        statements
          .rows('SELECT body FROM definitions')
          .map(([body]) => JSON.parse(readText(body)) as CounterDefinition),
      ),
    expireHolds: (at) =>
      locked(() => {
        const rows = statements.rows('SELECT counter, amount FROM holds WHERE until <= ?', storableInteger(at));
        if (rows.length > 0) statements.run('DELETE FROM holds WHERE until <= ?', at);
        const expired = new Map<string, number>();
        for (const [counter, amount] of rows) {
          const key = readText(counter);
          expired.set(key, readInteger((expired.get(key) ?? 0) + readInteger(amount)));
        }
        return expired;
      }),
    countedSince: (action, since) =>
      locked(() => {
        const [name] = storableTexts([action]);
        const open = statements.rows(reservationsWhere('WHERE r.is_open = 1 AND r.action = ?'), name!);
        const done = statements.rows(
          reservationsWhere(`WHERE r.state = 'done' AND r.action = ? AND r.settled_at > ?`),
          name!,
          storableInteger(since),
        );
        return [...open, ...done].map(readReservation);
      }),
    write: (changes) =>
      locked(() => {
        if (isWritten) throw notStorable('expected one `write` in a transaction');
        checkChanges(head!, changes);
        writeChanges(statements, changes);
        isWritten = true;
      }),
  };
  return {
    transaction,
    isWritten: () => isWritten,
    end: () => {
      isOver = true;
    },
  };
}

function readHead(statements: StatementCache): StoreHead {
  const sql = 'SELECT h.sequence, h.hash, h.at, v.user_version FROM head h, pragma_user_version v';
  const row = statements.rows(sql)[0];
  if (row === undefined) throw storeCorrupt('expected the head of the chain in the store');
  const version = readInteger(row[3]);
  if (version !== SQLITE_SCHEMA_VERSION) {
    throw storeUnusable(`expected a schema of version ${SQLITE_SCHEMA_VERSION}, got ${version}`);
  }
  return { sequence: readInteger(row[0]), hash: readText(row[1]), at: readInteger(row[2]) };
}

async function attempt<T>(read: () => T): Promise<T> {
  return read();
}

function toMap<T>(rows: readonly SqliteRow[], read: (value: unknown) => T): Map<string, T> {
  return new Map(rows.map(([key, value]) => [readText(key), read(value)]));
}
