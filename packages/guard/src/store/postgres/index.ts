export type { PostgresStoreOptions } from './open-postgres-store.ts';
export { DEFAULT_LOCK_MS, DEFAULT_STATEMENT_MS, openPostgresStore } from './open-postgres-store.ts';
export type { PostgresClient, PostgresPool, PostgresQuery } from './postgres-pool.ts';
export { DEFAULT_SCHEMA, POSTGRES_SCHEMA_VERSION } from './schema.ts';
