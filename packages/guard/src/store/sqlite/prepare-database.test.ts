import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeReservations } from '../conformance/sample-rows.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { prepareDatabase } from './prepare-database.ts';
import { SQLITE_MIGRATIONS } from './schema.ts';
import { inTemporaryFolder, openDatabase } from './testing/temporary-database.test-support.ts';

const WAITING = { busyMs: 0, sleep: async () => undefined };
const NEXT = [...SQLITE_MIGRATIONS, 'CREATE TABLE added (a) STRICT', 'INSERT INTO added VALUES (1)'];

describe('a migration', () => {
  it('brings an earlier version up to date and keeps what there was', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const store = await openSqliteStore({ database: openDatabase(file) });
      await writeReservations(store, [{ number: 1 }]);
      await store.close();
      const database = openDatabase(file);
      const next = NEXT.map((sql) => sql.replace('(a) STRICT', '(a INTEGER) STRICT'));
      await prepareDatabase(database, WAITING, next);
      await prepareDatabase(database, WAITING, next);
      expect(database.prepare('PRAGMA user_version').all()).toEqual([{ user_version: next.length }]);
      expect(database.prepare('SELECT a FROM added').all()).toEqual([{ a: 1 }]);
      expect(database.prepare('SELECT count(*) AS n FROM reservations').all()).toEqual([{ n: 1 }]);
      database.close();
    });
  });

  it('from the first version on finds what waits, by when it expires', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const before = openDatabase(file);
      await prepareDatabase(before, WAITING, SQLITE_MIGRATIONS.slice(0, 1));
      const insert = before.prepare("INSERT INTO approvals (id, state, body) VALUES (?, 'pending', ?)");
      for (const [id, expiresAt] of [
        ['late', 2000],
        ['early', 1000],
      ] as const)
        insert.run(id, JSON.stringify({ id, expiresAt }));
      before.close();
      const store = await openSqliteStore({ database: openDatabase(file) });
      const waiting = await store.approvals({ limit: 10, state: 'pending', expiresAfter: 1000 });
      expect(waiting.map(({ id }) => id)).toEqual(['late']);
      await store.close();
    });
  });

  it('that fails half-way leaves the earlier version as it was', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const database = openDatabase(file);
      await prepareDatabase(database, WAITING);
      // The column has no type, which a strict table refuses: the second statement fails after the first one.
      const broken = [...SQLITE_MIGRATIONS, 'CREATE TABLE added (a INTEGER) STRICT; CREATE TABLE next (a) STRICT'];
      await expect(prepareDatabase(database, WAITING, broken)).rejects.toThrow('missing datatype');
      expect(database.prepare('PRAGMA user_version').all()).toEqual([{ user_version: SQLITE_MIGRATIONS.length }]);
      expect(database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'added'").all()).toEqual([
        { n: 0 },
      ]);
      database.close();
      const store = await openSqliteStore({ database: openDatabase(file) });
      await writeReservations(store, [{ number: 1 }]);
      await store.close();
    });
  });

  it('of a new file that fails leaves a new file', async () => {
    await inTemporaryFolder(async (folder) => {
      const database = openDatabase(join(folder, 'guard.db'));
      await expect(prepareDatabase(database, WAITING, [...SQLITE_MIGRATIONS, 'nonsense'])).rejects.toThrow(
        'syntax error',
      );
      expect(database.prepare('SELECT count(*) AS n FROM sqlite_schema').all()).toEqual([{ n: 0 }]);
      const store = await openSqliteStore({ database });
      await store.close();
    });
  });
});
