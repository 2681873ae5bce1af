import { BezoarError } from '@bezoar/core/actions';
import { isBroken } from './postgres-fault.ts';
import type { PostgresClient, PostgresPool, PostgresRow } from './postgres-pool.ts';

/** A connection for as long as a piece of work takes. */
export interface PostgresSession {
  /** Rows of the last statement. */
  rows(text: string, ...values: unknown[]): Promise<readonly PostgresRow[]>;
  /** What the server says that it did: `COMMIT`, or `ROLLBACK` for a transaction that had failed. */
  command(text: string): Promise<string>;
}

/**
 * Runs work on a connection of a pool. One that fails, or does not answer within `answerMs`, is never given to anybody
 * else: what it was doing is unknown. Nothing is tried again here.
 */
export async function withSession<T>(
  pool: PostgresPool,
  answerMs: number,
  work: (session: PostgresSession) => Promise<T>,
): Promise<T> {
  const client = await connect(pool, answerMs);
  let broken: Error | undefined;
  // A connection that is lost between two statements says so by an event, which nobody else listens to.
  const onError = (error: Error): void => {
    broken ??= error;
  };
  client.on('error', onError);
  const query = async (text: string, values: unknown[]): Promise<QueryResult> => {
    if (broken !== undefined) throw broken;
    try {
      const asked = client.query({ text, rowMode: 'array', ...(values.length === 0 ? {} : { values }) });
      const answer = await within(answerMs, asked);
      return (Array.isArray(answer) ? answer.at(-1) : answer) as QueryResult;
    } catch (error) {
      if (isBroken(error)) broken ??= asError(error);
      throw error;
    }
  };
  try {
    return await work({
      rows: async (text, ...values) => (await query(text, values)).rows,
      command: async (text) => (await query(text, [])).command,
    });
  } finally {
    client.removeListener('error', onError);
    // A client that is closed may still say that it was.
    if (broken !== undefined) client.on('error', () => undefined);
    client.release(broken);
  }
}

/** What `pg` answers. */
interface QueryResult {
  readonly rows: readonly PostgresRow[];
  readonly command: string;
}

async function connect(pool: PostgresPool, answerMs: number): Promise<PostgresClient> {
  const connecting = pool.connect();
  try {
    return await within(answerMs, connecting);
  } catch (error) {
    // It may come too late, and would be checked out for ever.
    void connecting.then(
      (client) => client.release(),
      () => undefined,
    );
    throw error;
  }
}

async function within<T>(ms: number, pending: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new BezoarError('guard/store-silent', `expected an answer of the database within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
    pending.catch(() => undefined);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
