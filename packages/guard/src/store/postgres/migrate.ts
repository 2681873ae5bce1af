import { readInteger } from '../rows/scalar.ts';
import { storeUnusable } from '../rows/store-fault.ts';
import { POSTGRES_MIGRATIONS } from './schema.ts';
import type { PostgresSession } from './with-session.ts';

/** First half of the advisory lock's key: `bezg` in ASCII. The other is made of the schema's name. */
const ADVISORY_LOCK = 0x62_65_7a_67;

/** The table that tells a guard's schema from any other. */
const VERSION_TABLE = 'bezoar_guard_version';

/**
 * Brings a schema up to date in one transaction, which nobody else does at the same time; makes it where there is none.
 * Rejects with `guard/store-unusable` for a later version, and for a schema in which somebody else keeps tables.
 */
export async function migrate(
  session: PostgresSession,
  schema: string,
  migrations: readonly ((schema: string) => string)[] = POSTGRES_MIGRATIONS,
): Promise<void> {
  // First without a lock or the right to create anything, which a guard in production need not have.
  if ((await versionOf(session, schema, migrations.length)) === migrations.length) return;
  await session.command('BEGIN');
  try {
    await session.rows('SELECT pg_advisory_xact_lock($1::int, hashtext($2))', ADVISORY_LOCK, schema);
    let done = await versionOf(session, schema, migrations.length);
    if (done === undefined) {
      // Not `IF NOT EXISTS`, for which one needs the right to create schemas even where there is one.
      const [there] = await session.rows('SELECT to_regnamespace($1) IS NOT NULL', schema);
      if (there?.[0] !== true) await session.command(`CREATE SCHEMA ${schema}`);
      await session.command(`
        CREATE TABLE ${schema}.${VERSION_TABLE} (one boolean PRIMARY KEY CHECK (one), version int NOT NULL);
        INSERT INTO ${schema}.${VERSION_TABLE} VALUES (true, 0)`);
      done = 0;
    }
    for (const migration of migrations.slice(done)) await session.command(migration(schema));
    await session.rows(`UPDATE ${schema}.${VERSION_TABLE} SET version = $1`, migrations.length);
    await session.command('COMMIT');
  } catch (error) {
    await session.command('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** An expression for the version, for statements that must notice when it changes. */
export function versionColumn(schema: string): string {
  return `(SELECT version FROM ${schema}.${VERSION_TABLE})`;
}

/** The version of a schema; undefined where there is no such schema, or nothing in it. */
async function versionOf(session: PostgresSession, schema: string, known: number): Promise<number | undefined> {
  const [row] = await session.rows(
    `SELECT to_regclass($1) IS NOT NULL, count(*) FROM pg_class WHERE relnamespace = to_regnamespace($2)`,
    `${schema}.${VERSION_TABLE}`,
    schema,
  );
  if (row?.[0] !== true) {
    if (readInteger(row?.[1]) === 0) return undefined;
    throw storeUnusable(`the schema ${schema} belongs to another application`);
  }
  const [version] = await session.rows(`SELECT version FROM ${schema}.${VERSION_TABLE}`);
  const done = readInteger(version?.[0]);
  if (done > known) throw storeUnusable(`expected a schema of version ${known} at most, got ${done}`);
  return done;
}
