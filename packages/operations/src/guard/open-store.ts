import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';
import type { GuardStore } from '@bezoar/guard';
import { shown } from '../project/project.ts';

/** Where a guard keeps what it counts. */
export interface StoreLocation {
  /** A path of a SQLite file, or `postgres://…`. */
  readonly address: string;
  readonly workingDirectory: string;
  /** The project's folder: reports and the ledger name a file from there, wherever a command was started. */
  readonly folder: string;
  /** Whether a file that is not there is made. Only a guard makes one: a typing error must not look like an empty store. */
  readonly mayCreate: boolean;
}

/** An opened store, and how reports name it: never with a password. */
export interface OpenedStore {
  readonly store: GuardStore;
  readonly name: string;
}

/**
 * Opens a store. SQLite through `libsql`, which comes with bezoar; PostgreSQL through `pg`, which does not. Throws
 * `guard/store-not-opened`.
 */
export async function openStore({ address, workingDirectory, folder, mayCreate }: StoreLocation): Promise<OpenedStore> {
  try {
    if (/^postgres(?:ql)?:/.test(address)) return await openPostgres(address);
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(address)) throw new Error('expected a path or a `postgres://` address');
    const path = resolve(workingDirectory, address);
    if (!mayCreate)
      await access(path).catch(() =>
        Promise.reject(new Error(`there is no store at \`${address}\`; \`bezoar guard serve\` or the host makes it`)),
      );
    if ((await stat(path).catch(() => undefined))?.isDirectory() === true)
      throw new Error(`\`${address}\` is a folder`);
    const [{ default: Database }, { openSqliteStore }] = await Promise.all([
      import('libsql'),
      import('@bezoar/guard/sqlite'),
    ]);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return { store: await openSqliteStore({ database: new Database(path) }), name: shown(path, folder) };
  } catch (error) {
    throw new UsageError('guard/store-not-opened', `cannot open the guard's store: ${describeError(error)}`, {
      cause: error,
    });
  }
}

async function openPostgres(address: string): Promise<OpenedStore> {
  const [pg, { openPostgresStore }] = await Promise.all([loadDriver(), import('@bezoar/guard/postgres')]);
  const pool = new pg.Pool({ connectionString: address });
  // A server that goes away while nobody asks must not end the process; the next transaction is refused.
  pool.on('error', () => undefined);
  const { host, pathname } = new URL(address);
  return { store: await openPostgresStore({ pool }), name: `postgres://${host}${pathname}` };
}

async function loadDriver(): Promise<typeof import('pg')['default']> {
  try {
    return (await import('pg')).default;
  } catch (error) {
    throw new Error('the PostgreSQL driver is not installed; install it with `npm install pg`', { cause: error });
  }
}
