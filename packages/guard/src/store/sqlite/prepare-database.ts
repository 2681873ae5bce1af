import { chmodSync } from 'node:fs';
import { storeUnusable } from '../rows/store-fault.ts';
import { SQLITE_APPLICATION_ID, SQLITE_MIGRATIONS } from './schema.ts';
import type { SqliteDatabase, SqliteRow } from './sqlite-database.ts';
import { explainFileFault } from './sqlite-fault.ts';
import { rollBack, type Waiting, whenFree } from './write-lock.ts';

/** Permissions of a new file: what was spent, by whom and on whose word is nobody else's business (CWE-732). */
const FILE_MODE = 0o600;

/** Pages that a handle keeps, KiB: what the largest batch touches, five times. SQLite's default is 2 MB. */
const CACHE_KIB = 32_768;

/**
 * Makes a handle one of a durable guard's store: checks that the file is ours or new, switches to a write-ahead log that is
 * flushed at every commit, and brings the schema up to date in one transaction. Rejects with `guard/store-unusable` or
 * `guard/store-corrupt`.
 */
export async function prepareDatabase(
  database: SqliteDatabase,
  waiting: Waiting,
  migrations: readonly string[] = SQLITE_MIGRATIONS,
): Promise<void> {
  try {
    // Waiting inside SQLite would block every other request of the process.
    pragma(database, 'busy_timeout = 0');
    const isNew = await whenFree(() => inspect(database, migrations.length), waiting);
    // Before the log is made, which inherits the permissions.
    if (isNew) restrictFile(database);
    const mode = await whenFree(() => pragma(database, 'journal_mode = WAL'), waiting);
    if (mode !== 'wal') {
      throw storeUnusable(`expected a database in a file, with the journal mode \`wal\`, got \`${String(mode)}\``);
    }
    for (const setting of ['synchronous = FULL', 'fullfsync = ON', 'checkpoint_fullfsync = ON', 'foreign_keys = ON']) {
      pragma(database, setting);
    }
    for (const setting of ['trusted_schema = OFF', 'cell_size_check = ON', `cache_size = -${CACHE_KIB}`])
      pragma(database, setting);
    if (pragma(database, 'synchronous') !== 2) throw storeUnusable('expected the setting `synchronous = FULL` to hold');
    await whenFree(() => migrate(database, migrations), waiting);
  } catch (error) {
    throw explainFileFault(error);
  }
}

/** Whether nothing was ever written to the database. Throws where it is not the guard's, or of a later version. */
function inspect(database: SqliteDatabase, known: number): boolean {
  const application = pragma(database, 'application_id');
  const version = Number(pragma(database, 'user_version'));
  if (application === SQLITE_APPLICATION_ID) {
    if (version > known) throw storeUnusable(`expected a schema of version ${known} at most, got ${version}`);
    return false;
  }
  const objects = rowsOf(database, 'SELECT count(*) FROM sqlite_schema')[0]?.[0];
  if (application === 0 && version === 0 && objects === 0) return true;
  throw storeUnusable('the database belongs to another application');
}

function migrate(database: SqliteDatabase, migrations: readonly string[]): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    // Again, now that nobody else can change it: two processes may open a new file at once.
    const done = inspect(database, migrations.length) ? 0 : Number(pragma(database, 'user_version'));
    if (done < migrations.length) {
      for (const migration of migrations.slice(done)) database.exec(migration);
      database.exec(`PRAGMA application_id = ${SQLITE_APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    } else {
      // A file that cannot be written is found out now, not at the first decision.
      database.exec('UPDATE head SET one = 1');
    }
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function restrictFile(database: SqliteDatabase): void {
  const file = rowsOf(database, 'PRAGMA database_list').find((row) => row[1] === 'main')?.[2];
  if (typeof file === 'string' && file !== '') chmodSync(file, FILE_MODE);
}

function pragma(database: SqliteDatabase, text: string): unknown {
  return rowsOf(database, `PRAGMA ${text}`)[0]?.[0];
}

/** Not cached: a schema that changes in between would make the statement stale. */
function rowsOf(database: SqliteDatabase, sql: string): SqliteRow[] {
  const statement = database.prepare(sql);
  try {
    statement.raw(true);
  } catch {
    // A setting that answers nothing; `better-sqlite3` has it run rather than read.
    statement.run();
    return [];
  }
  return statement.all() as SqliteRow[];
}
