export type { SqliteStoreOptions } from './open-sqlite-store.ts';
export { openSqliteStore } from './open-sqlite-store.ts';
export { SQLITE_APPLICATION_ID, SQLITE_SCHEMA_VERSION } from './schema.ts';
export type { SqliteDatabase, SqliteStatement, SqliteValue } from './sqlite-database.ts';
export { DEFAULT_BUSY_MS } from './write-lock.ts';
