import { copyFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreBusy } from '../batcher.ts';
import {
  readIn,
  sampleCounter,
  sampleHold,
  sampleId,
  sampleReceipt,
  writeReservations,
  writeSample,
} from '../conformance/sample-rows.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { SQLITE_APPLICATION_ID, SQLITE_SCHEMA_VERSION } from './schema.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { inTemporaryFolder, openDatabase } from './testing/temporary-database.test-support.ts';

/** A store, and another handle on its file that knows nothing of it. */
async function withStore(
  work: (given: {
    readonly store: Awaited<ReturnType<typeof openSqliteStore>>;
    readonly raw: SqliteDatabase;
    readonly file: string;
  }) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'guard.db');
    const store = await openSqliteStore({ database: openDatabase(file), busyMs: 20 });
    const raw = openDatabase(file);
    try {
      await work({ store, raw, file });
    } finally {
      raw.close();
      await store.close();
    }
  });
}

async function openFault(file: string): Promise<unknown> {
  const database = openDatabase(file);
  try {
    await openSqliteStore({ database, busyMs: 0 });
    return 'opened';
  } catch (error) {
    return error;
  } finally {
    database.close();
  }
}

describe('the file of an SQLite store', () => {
  it('is readable by its owner alone, and so is its log', async () => {
    await withStore(async ({ store, file }) => {
      await writeSample(store, { receipts: [sampleReceipt(1)] });
      for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600);
    });
  });

  it('holds everything by itself when it is closed', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const store = await openSqliteStore({ database: openDatabase(file) });
      await writeSample(store, { receipts: [sampleReceipt(1)] });
      await store.close();
      await store.close();
      await expect(store.stops()).rejects.toMatchObject({ code: 'guard/store-unusable' });
      copyFileSync(file, join(folder, 'copy.db'));
      const copy = await openSqliteStore({ database: openDatabase(join(folder, 'copy.db')) });
      expect(await copy.hasReceipt(sampleReceipt(1).id)).toBe(true);
      await copy.close();
    });
  });

  it('is refused where it belongs to another application, and not touched', async () => {
    await inTemporaryFolder(async (folder) => {
      for (const [name, sql] of [
        ['tables', 'CREATE TABLE theirs (a)'],
        ['version', 'PRAGMA user_version = 3'],
        ['application', 'PRAGMA application_id = 7'],
      ]) {
        const file = join(folder, name!);
        const theirs = openDatabase(file);
        theirs.exec(sql!);
        const before = theirs.prepare('SELECT count(*) AS n FROM sqlite_schema').all();
        expect(await openFault(file)).toMatchObject({ code: 'guard/store-unusable' });
        expect(theirs.prepare('SELECT count(*) AS n FROM sqlite_schema').all()).toEqual(before);
        theirs.close();
      }
    });
  });

  it('is refused in memory, where nothing is durable', async () => {
    expect(await openFault(':memory:')).toMatchObject({
      code: 'guard/store-unusable',
      message: expect.stringContaining('`memory`'),
    });
  });

  it('is refused where it is of a later version, also by a store that is open already', async () => {
    await withStore(async ({ store, raw, file }) => {
      raw.exec('PRAGMA user_version = 99');
      expect(await openFault(file)).toMatchObject({
        code: 'guard/store-unusable',
        message: `expected a schema of version ${SQLITE_SCHEMA_VERSION} at most, got 99`,
      });
      await expect(writeSample(store, {})).rejects.toMatchObject({ code: 'guard/store-unusable' });
    });
  });

  it('is refused where it is no database, read-only, or cut off', async () => {
    await inTemporaryFolder(async (folder) => {
      const text = join(folder, 'text');
      writeFileSync(text, 'this is no database '.repeat(100));
      expect(await openFault(text)).toMatchObject({ code: 'guard/store-corrupt' });
      const file = join(folder, 'guard.db');
      const store = await openSqliteStore({ database: openDatabase(file) });
      await writeReservations(store, [{ number: 1 }]);
      await store.close();
      expect(await openFault(`file:${file}?mode=ro`)).toMatchObject({ code: 'guard/store-unusable' });
      expect(await openFault(file)).toBe('opened');
      writeFileSync(file, Buffer.alloc(5000, 0xff), { flag: 'r+' });
      expect(await openFault(file)).toMatchObject({ code: 'guard/store-corrupt' });
    });
  });

  it('is refused where its head is not its last receipt', async () => {
    await withStore(async ({ store, raw, file }) => {
      await writeSample(store, { receipts: [sampleReceipt(1), sampleReceipt(2)] });
      raw.exec('DELETE FROM receipts WHERE sequence = 1');
      expect(await openFault(file)).toMatchObject({
        code: 'guard/store-corrupt',
        message: 'expected the head after 1 receipts, got one after 2',
      });
    });
  });
});

describe('a damaged row', () => {
  it('is never read as something else', async () => {
    await withStore(async ({ store, raw }) => {
      await writeReservations(store, [{ number: 1 }], {
        holds: [sampleHold(1, 5, 100)],
        counters: new Map([['c', 5]]),
        stops: new Map([['', { action: '', reason: '', by: 'x', at: 1 }]]),
      });
      const corrupt = { code: 'guard/store-corrupt' };
      for (const [sql, read] of [
        ['UPDATE counters SET value = 9007199254740993', () => readIn(store, (one) => one.counters(['c']))],
        ['UPDATE holds SET amount = 9223372036854775807', () => readIn(store, (one) => one.expireHolds(100))],
        ["UPDATE stops SET body = '[]'", () => store.stops()],
        ["UPDATE stops SET body = '{'", () => readIn(store, (one) => one.stops())],
        ["UPDATE reservations SET body = 'x'", () => store.open({ limit: 1 })],
      ] as const) {
        raw.exec(sql);
        await expect(read()).rejects.toMatchObject(corrupt);
      }
      raw.exec("UPDATE reservations SET body = '{}'; PRAGMA foreign_keys = OFF; DELETE FROM receipts");
      await expect(store.reservation(sampleId(1))).rejects.toMatchObject(corrupt);
      raw.exec('DELETE FROM head');
      await expect(readIn(store, async () => undefined)).rejects.toMatchObject(corrupt);
    });
  });
});

describe('another process', () => {
  it('that holds the lock for too long makes the store busy, without blocking the event loop', async () => {
    await withStore(async ({ store, raw }) => {
      raw.exec('BEGIN IMMEDIATE');
      const writing = writeSample(store, { keys: new Map([['a', 'b']]) });
      let turns = 0;
      const turning = setInterval(() => turns++, 1);
      await expect(writing).rejects.toBeInstanceOf(StoreBusy);
      clearInterval(turning);
      expect(turns).toBeGreaterThan(0);
      raw.exec('COMMIT');
      await writeSample(store, { keys: new Map([['a', 'b']]) });
      expect((await readIn(store, (one) => one.keys(['a']))).size).toBe(1);
    });
  });

  it('that lets go in time is waited for', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const raw = openDatabase(file);
      let waits = 0;
      const sleep = async (): Promise<void> => {
        if (++waits === 3) raw.exec('COMMIT');
      };
      const store = await openSqliteStore({ database: openDatabase(file), sleep });
      raw.exec('BEGIN IMMEDIATE');
      await writeSample(store, { keys: new Map([['a', 'b']]) });
      expect(waits).toBe(3);
      raw.close();
      await store.close();
    });
  });

  it('that opens the same new file at the same time is no fault', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const stores = await Promise.all(
        Array.from({ length: 4 }, () => openSqliteStore({ database: openDatabase(file) })),
      );
      await Promise.all(stores.map((store, index) => writeSample(store, { keys: new Map([[`${index}`, 'x']]) })));
      expect((await readIn(stores[0]!, (one) => one.keys(['0', '1', '2', '3']))).size).toBe(4);
      for (const store of stores) await store.close();
    });
  });
});

describe('a disk that fails', () => {
  it('when it is full leaves nothing written and the store usable', async () => {
    await withStore(async ({ store }) => {
      await writeSample(store, { counters: new Map([[sampleCounter('anna'), 1]]) });
    });
    await inTemporaryFolder(async (folder) => {
      const database = openDatabase(join(folder, 'guard.db'));
      const store = await openSqliteStore({ database });
      await writeSample(store, { keys: new Map([['before', 'x']]) });
      database.prepare('PRAGMA max_page_count = 1').all();
      const many = Array.from({ length: 300 }, (_, number) => ({ number, caller: 'x'.repeat(500) }));
      await expect(writeReservations(store, many, { keys: new Map([['during', 'x']]) })).rejects.toMatchObject({
        code: 'SQLITE_FULL',
      });
      expect(await store.open({ limit: 1 })).toEqual([]);
      expect(await store.hasReceipt(sampleReceipt(0).id)).toBe(false);
      database.prepare('PRAGMA max_page_count = 100000').all();
      await writeReservations(store, many);
      expect([...(await readIn(store, (one) => one.keys(['before', 'during']))).keys()]).toEqual(['before']);
      await store.close();
    });
  });

  it('at any statement of a transaction leaves nothing written and the store usable', async () => {
    await inTemporaryFolder(async (folder) => {
      const fault = failingHandle(openDatabase(join(folder, 'guard.db')));
      const store = await openSqliteStore({ database: fault.database });
      const write = (number: number) =>
        writeReservations(store, [{ number }], {
          keys: new Map([[`k${number}`, 'x']]),
          holds: [sampleHold(number, 5, null)],
          counters: new Map([['c', number]]),
        });
      await write(1);
      let failures = 0;
      for (let after = 0; ; after++) {
        fault.failAfter(after);
        const isWritten = await write(2).then(
          () => true,
          () => false,
        );
        fault.failAfter(undefined);
        if (isWritten) break;
        failures++;
        expect(await store.hasReceipt(sampleReceipt(2).id)).toBe(false);
        const read = await readIn(store, (one) => one.counters(['c']));
        expect(read.get('c')).toBe(1);
      }
      // Begin, head, receipt, reservation, key, hold, counter, head, commit.
      expect(failures).toBe(9);
      expect(await store.open({ limit: 10 })).toHaveLength(2);
      await store.close();
    });
  });
});

/** A handle whose next statements fail from the given one on. */
function failingHandle(database: SqliteDatabase) {
  let left: number | undefined;
  const guard = <T>(work: () => T): T => {
    if (left !== undefined && left-- <= 0) {
      left = undefined;
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
    }
    return work();
  };
  const failing: SqliteDatabase = {
    exec: (sql) => (sql === 'ROLLBACK' ? database.exec(sql) : guard(() => database.exec(sql))),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        raw: (isRaw) => statement.raw(isRaw),
        run: (...values) => guard(() => statement.run(...values)),
        all: (...values) => guard(() => statement.all(...values)),
      };
    },
    close: () => database.close(),
    get inTransaction() {
      return database.inTransaction;
    },
  };
  return {
    database: failing,
    failAfter: (statements: number | undefined) => {
      left = statements;
    },
  };
}

describe('an SQLite store', () => {
  it('marks its file', async () => {
    await withStore(async ({ raw }) => {
      expect(raw.prepare('PRAGMA application_id').all()).toEqual([{ application_id: SQLITE_APPLICATION_ID }]);
      expect(raw.prepare('PRAGMA journal_mode').all()).toEqual([{ journal_mode: 'wal' }]);
    });
  });

  it('refuses a transaction that is over, or whose lock was not taken', async () => {
    await withStore(async ({ store }) => {
      const leaked = await store.transact(async (transaction) => transaction);
      await expect(leaked.stops()).rejects.toMatchObject({ code: 'guard/store-unusable' });
      await expect(leaked.head()).rejects.toMatchObject({ code: 'guard/store-unusable' });
      await expect(store.transact((transaction) => transaction.stops())).rejects.toMatchObject({
        code: 'guard/store-unusable',
      });
    });
  });

  it('never searches all reservations on the way of a decision', async () => {
    await withStore(async ({ raw }) => {
      for (const [sql, index] of [
        ['SELECT body FROM reservations r WHERE r.is_open = 1 ORDER BY r.receipt LIMIT 5', 'open_reservations'],
        [
          "SELECT body FROM reservations r WHERE r.state = 'done' AND r.action = '' AND r.settled_at > 0",
          'done_reservations',
        ],
        ["SELECT body FROM reservations r WHERE r.is_open = 1 AND r.action = ''", 'open_reservations'],
        ['SELECT counter, amount FROM holds WHERE until <= 5', 'holds_until'],
        ['SELECT counter, sum(amount) FROM holds WHERE until IS NULL GROUP BY counter', 'holds_until'],
      ]) {
        const plan = JSON.stringify(raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
        expect(plan).toContain(`USING INDEX ${index}`);
      }
    });
  });
});
