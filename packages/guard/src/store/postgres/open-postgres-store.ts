import { StoreBusy } from '../batcher.ts';
import type { CounterUsage, GuardStore, StoreTransaction } from '../guard-store.ts';
import { checkHead } from '../rows/check-changes.ts';
import { readApproval, readReceipt, readReservation, readStop } from '../rows/row-codec.ts';
import { readInteger, readText, storableInteger, storableText } from '../rows/scalar.ts';
import { storeUnusable } from '../rows/store-fault.ts';
import { takeTurns } from '../rows/take-turns.ts';
import { checkDurability, checkServer, DURABILITY_COLUMNS } from './check-server.ts';
import { migrate } from './migrate.ts';
import { isBusy } from './postgres-fault.ts';
import type { PostgresPool } from './postgres-pool.ts';
import {
  beginTransaction,
  openPostgresTransaction,
  type PostgresLimits,
  reservationsFrom,
} from './postgres-transaction.ts';
import { DEFAULT_SCHEMA, quoteSchema } from './schema.ts';
import { type PostgresSession, withSession } from './with-session.ts';

/** What a PostgreSQL store is made of. */
export interface PostgresStoreOptions {
  /** Connections, two at least; the store does not end the pool. */
  readonly pool: PostgresPool;
  /** Default `DEFAULT_SCHEMA`; made where it is missing. */
  readonly schema?: string;
  /** How long to wait for another transaction before `StoreBusy`, milliseconds. Default `DEFAULT_LOCK_MS`. */
  readonly lockMs?: number;
  /** How long one statement may take, milliseconds. Default `DEFAULT_STATEMENT_MS`. */
  readonly statementMs?: number;
  /** Whether a server may forget what it committed: only ever for tests. */
  readonly isTestServer?: boolean;
}

/** A hundred transactions of a full batch each. */
export const DEFAULT_LOCK_MS = 2_000;

/** A thousand times what a statement takes. */
export const DEFAULT_STATEMENT_MS = 4_000;

/** What the network may take on top, milliseconds, before a connection counts as lost. */
const NETWORK_MS = 1_000;

/** Whether nobody knows at a time what came of an open reservation. Not by the server's JSON: see `POSTGRES_MIGRATIONS`. */
const IS_UNKNOWN = `(r.state = 'unknown'
  OR coalesce(substring(r.body FROM '"executeBy":(-?[0-9]+)')::bigint, 0) <= $2::bigint)`;

/**
 * A store in a PostgreSQL schema, for any number of processes on any number of machines. A transaction is durable on the
 * server when it resolves. A connection that is lost while it commits makes it reject with that error; `hasReceipt` then
 * waits until the server knows what became of it. Rejects with `guard/store-unusable` where the server is not durable, a
 * replica or too old, and where the schema is of a later version or somebody else's.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<GuardStore> {
  const { pool, lockMs = DEFAULT_LOCK_MS, statementMs = DEFAULT_STATEMENT_MS, isTestServer = false } = options;
  const s = quoteSchema(options.schema ?? DEFAULT_SCHEMA);
  const limits: PostgresLimits = { lockMs, statementMs, isTestServer };
  const inTurn = takeTurns();
  let isClosed = false;

  const session = async <T>(work: (session: PostgresSession) => Promise<T>): Promise<T> => {
    if (isClosed) throw storeUnusable('the store is closed');
    return withSession(pool, statementMs + NETWORK_MS, work);
  };
  const transact = <T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> =>
    session(async (own) => {
      const { transaction, isWritten, end } = openPostgresTransaction(own, s, limits);
      try {
        const result = await work(transaction);
        end();
        const command = await own.command(isWritten() ? 'COMMIT' : 'ROLLBACK');
        // A server answers so where a statement failed before, and somebody swallowed that.
        if (isWritten() && command !== 'COMMIT') throw storeUnusable('the server undid the transaction');
        return result;
      } catch (error) {
        end();
        // Where this fails, the connection is not used again, and the server undoes what it has not committed.
        await own.command('ROLLBACK').catch(() => undefined);
        throw isBusy(error) ? new StoreBusy('another transaction was in the way', { cause: error }) : error;
      }
    });
  const page = <T>(read: (row: readonly unknown[]) => T, text: string, ...values: unknown[]): Promise<readonly T[]> =>
    session(async (own) => (await own.rows(text, ...values)).map(read));

  await session(async (own) => {
    await checkServer(own);
    const [durability] = await own.rows(`SELECT ${DURABILITY_COLUMNS}`);
    if (!isTestServer) checkDurability(durability ?? []);
    await migrate(own, s);
    const [row] = await own.rows(
      `SELECT sequence, hash, (SELECT body FROM ${s}.receipts ORDER BY sequence DESC LIMIT 1) FROM ${s}.head`,
    );
    const head = { sequence: readInteger(row?.[0]), hash: readText(row?.[1]) };
    checkHead(head, row?.[2] === null ? undefined : readReceipt(row?.[2]));
  });

  return {
    transact: (work) => inTurn(() => transact(work)),
    // The lock makes it wait for a commit that is still under way on a connection that was lost.
    hasReceipt: (id) =>
      session(async (own) => {
        try {
          await beginTransaction(own, s, limits);
          return (await own.rows(`SELECT 1 FROM ${s}.receipts WHERE id = $1`, storableText(id))).length > 0;
        } finally {
          await own.command('ROLLBACK').catch(() => undefined);
        }
      }),
    receipts: (from, { limit }) =>
      page(
        ([body]) => readReceipt(body),
        `SELECT body FROM ${s}.receipts WHERE sequence >= $1::bigint ORDER BY sequence LIMIT $2::bigint`,
        storableInteger(from),
        storableInteger(limit),
      ),
    approvals: ({ limit, state, expiresAfter }) => {
      const values: unknown[] = [storableInteger(limit)];
      const conditions: string[] = [];
      if (state !== undefined) conditions.push(`state = $${values.push(storableText(state))}`);
      if (expiresAfter !== undefined) {
        conditions.push(`expires_at > $${values.push(storableInteger(expiresAfter))}::bigint`);
      }
      const text = approvalsText(s, conditions, expiresAfter !== undefined);
      return page(([body]) => readApproval(body), text, ...values);
    },
    reservation: async (id) => {
      const [found] = await page(readReservation, `${reservationsFrom(s)} WHERE r.id = $1`, storableText(id));
      return found;
    },
    open: ({ limit, unknownAt }) =>
      page(
        readReservation,
        `${reservationsFrom(s)} WHERE r.is_open ${unknownAt === undefined ? '' : `AND ${IS_UNKNOWN}`}
          ORDER BY r.receipt LIMIT $1::bigint`,
        storableInteger(limit),
        ...(unknownAt === undefined ? [] : [storableInteger(unknownAt)]),
      ),
    usage: async (at) => (await page(usageOf, usageText(s), storableInteger(at))).flat(),
    stops: () => page(([body]) => readStop(body), `SELECT body FROM ${s}.stops`),
    close: () =>
      inTurn(async () => {
        isClosed = true;
      }),
  };
}

/** The sum of each counter, and of what it holds that is due and that is open. */
function usageText(s: string): string {
  return `WITH
    due AS MATERIALIZED (SELECT counter, sum(amount) AS amount FROM ${s}.holds WHERE until <= $1::bigint GROUP BY counter),
    open AS MATERIALIZED (SELECT counter, sum(amount) AS amount FROM ${s}.holds WHERE until IS NULL GROUP BY counter)
    SELECT c.key, c.value, coalesce(d.amount, 0), coalesce(o.amount, 0)
    FROM ${s}.counters c LEFT JOIN due d ON d.counter = c.key LEFT JOIN open o ON o.counter = c.key`;
}

/**
 * Requests, the newest first. Those that have not expired are found before they are ordered: a walk from the newest on would
 * pass everything that expired before it finds what still waits.
 */
function approvalsText(s: string, conditions: readonly string[], hasExpiry: boolean): string {
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  if (!hasExpiry) return `SELECT body FROM ${s}.approvals ${where} ORDER BY number DESC LIMIT $1::bigint`;
  return `WITH
    found AS MATERIALIZED (SELECT number FROM ${s}.approvals ${where}),
    page AS MATERIALIZED (SELECT number FROM found ORDER BY number DESC LIMIT $1::bigint)
    SELECT a.body FROM page p JOIN ${s}.approvals a ON a.number = p.number ORDER BY p.number DESC`;
}

function usageOf([counter, total, due, open]: readonly unknown[]): CounterUsage[] {
  const reserved = readInteger(open);
  const settled = readInteger(total) - readInteger(due) - reserved;
  return settled === 0 && reserved === 0 ? [] : [{ counter: readText(counter), settled, reserved }];
}
