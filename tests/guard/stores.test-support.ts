import type { GuardStore } from '@bezoar/guard';
import { openPostgresStore } from '@bezoar/guard/postgres';
import { openSqliteStore } from '@bezoar/guard/sqlite';
import Database from 'libsql';
import { openPool, type TestCluster } from '../../packages/guard/src/store/postgres/testing/cluster.test-support.ts';
import type { StorePlace } from './workers.test-support.ts';

/** Lends a store's place to workers, and the store itself to the test. */
export type UseStore<T> = (place: StorePlace, open: () => Promise<GuardStore>) => Promise<T>;

/** Lends an SQLite file. */
export function withSqliteFile<T>(file: string, use: UseStore<T>): Promise<T> {
  return use({ kind: 'sqlite', file }, () => openSqliteStore({ database: new Database(file) }));
}

/** Lends a schema of a PostgreSQL server; a store that is closed ends its connections. */
export function withPostgresSchema<T>({ poolConfig }: TestCluster, schema: string, use: UseStore<T>): Promise<T> {
  const connection = { ...poolConfig, max: 4 };
  return use({ kind: 'postgres', connection, schema }, async () => {
    const pool = openPool(connection);
    const store = await openPostgresStore({ pool, schema });
    return { ...store, close: () => store.close().then(() => pool.end()) };
  });
}
