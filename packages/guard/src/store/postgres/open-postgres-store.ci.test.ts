import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipts } from '../../receipts/verify-receipts.ts';
import { defineCounters } from '../apply/define-counters.ts';
import { createBatcher, StoreBusy } from '../batcher.ts';
import { CREDIT_DEFINITIONS, creditOperation } from '../conformance/sample-operations.ts';
import {
  readIn,
  sampleHold,
  sampleId,
  sampleReceipt,
  writeReservations,
  writeSample,
} from '../conformance/sample-rows.ts';
import { migrate } from './migrate.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import type { PostgresPool } from './postgres-pool.ts';
import { POSTGRES_MIGRATIONS, POSTGRES_SCHEMA_VERSION } from './schema.ts';
import { openPool, startCluster, type TestCluster, type TestPool } from './testing/cluster.test-support.ts';
import { withSession } from './with-session.ts';

const UNUSABLE = { code: 'guard/store-unusable' };

describe('a PostgreSQL store', () => {
  let cluster: TestCluster;
  let pool: TestPool;
  let count = 0;
  beforeAll(async () => {
    cluster = await startCluster();
    pool = openPool({ ...cluster.poolConfig, max: 8 });
  });
  afterAll(async () => {
    await pool?.end();
    cluster?.close();
  });
  const nextSchema = () => `own_${count++}`;
  const sql = (text: string) => withSession(pool, 5000, (session) => session.rows(text));

  it('refuses a server that may forget what it committed, also one that is told so later', async () => {
    const unsafe = await startCluster({ fsync: 'off' });
    const unsafePool = openPool(unsafe.poolConfig);
    await expect(openPostgresStore({ pool: unsafePool })).rejects.toMatchObject({
      ...UNUSABLE,
      message: expect.stringContaining('got off and on'),
    });
    const forTests = await openPostgresStore({ pool: unsafePool, isTestServer: true });
    await writeSample(forTests, { receipts: [sampleReceipt(1)] });
    await unsafePool.end();
    unsafe.close();

    const store = await openPostgresStore({ pool, schema: nextSchema() });
    await writeSample(store, {});
    await sql('ALTER SYSTEM SET full_page_writes = off');
    await sql('SELECT pg_reload_conf()');
    await untilRejects(() => writeSample(store, {}), UNUSABLE);
    await sql('ALTER SYSTEM RESET full_page_writes');
    await sql('SELECT pg_reload_conf()');
    await untilResolves(() => writeSample(store, {}));
  });

  it('commits durably where the server would not by itself', async () => {
    const schema = nextSchema();
    const seen: string[] = [];
    const lazy = openPool({ ...cluster.poolConfig, options: '-c synchronous_commit=off' });
    const store = await openPostgresStore({
      schema,
      pool: intercept(lazy, async (text, ask) => {
        if (text === 'COMMIT') {
          const answer = (await ask('SHOW synchronous_commit')) as { rows: string[][] };
          seen.push(answer.rows[0]![0]!);
        }
        return ask(text);
      }),
    });
    await writeSample(store, {});
    expect(seen.at(-1)).toBe('on');
    await lazy.end();
  });

  it('refuses a schema of a later version, also a store that is open already, and one of somebody else', async () => {
    const schema = nextSchema();
    const store = await openPostgresStore({ pool, schema });
    await sql(`UPDATE ${schema}.bezoar_guard_version SET version = 99`);
    await expect(openPostgresStore({ pool, schema })).rejects.toMatchObject({
      ...UNUSABLE,
      message: `expected a schema of version ${POSTGRES_SCHEMA_VERSION} at most, got 99`,
    });
    await expect(writeSample(store, {})).rejects.toMatchObject(UNUSABLE);
    await sql('CREATE SCHEMA theirs');
    await sql('CREATE TABLE theirs.head (a int)');
    await expect(openPostgresStore({ pool, schema: 'theirs' })).rejects.toMatchObject(UNUSABLE);
  });

  it('leaves the earlier version where a migration fails half-way', async () => {
    const schema = nextSchema();
    const quoted = `"${schema}"`;
    const broken = [...POSTGRES_MIGRATIONS, (s: string) => `CREATE TABLE ${s}.added (a int); SELECT 1 / 0`];
    await expect(withSession(pool, 5000, (session) => migrate(session, quoted, broken))).rejects.toThrow('division');
    expect(await sql(`SELECT to_regnamespace('${schema}')`)).toEqual([[null]]);
    const store = await openPostgresStore({ pool, schema });
    await writeReservations(store, [{ number: 1 }]);
    await expect(withSession(pool, 5000, (session) => migrate(session, quoted, broken))).rejects.toThrow('division');
    expect(await sql(`SELECT version, to_regclass('${schema}.added') FROM ${schema}.bezoar_guard_version`)).toEqual([
      [POSTGRES_SCHEMA_VERSION, null],
    ]);
    const good = [...POSTGRES_MIGRATIONS, (s: string) => `CREATE TABLE ${s}.added (a int)`];
    await withSession(pool, 5000, (session) => migrate(session, quoted, good));
    expect(await sql(`SELECT version FROM ${schema}.bezoar_guard_version`)).toEqual([[good.length]]);
    expect(await sql(`SELECT count(*) FROM ${schema}.reservations`)).toEqual([['1']]);
  });

  it('from the first version on finds what waits, by when it expires', async () => {
    const schema = nextSchema();
    const first = POSTGRES_MIGRATIONS.slice(0, 1);
    await withSession(pool, 5000, (session) => migrate(session, `"${schema}"`, first));
    for (const [id, expiresAt] of [
      ['late', 2000],
      ['early', 1000],
    ] as const) {
      // A reason may hold what PostgreSQL's texts do not, escaped.
      const body = JSON.stringify({ id, expiresAt, votes: [{ reason: '\u0000' }] });
      await sql(`INSERT INTO ${schema}.approvals (id, state, body) VALUES ('${id}', 'pending', '${body}')`);
    }
    const store = await openPostgresStore({ pool, schema });
    const waiting = await store.approvals({ limit: 10, state: 'pending', expiresAfter: 1000 });
    expect(waiting.map(({ id }) => id)).toEqual(['late']);
  });

  it('opens a new schema from several processes at once', async () => {
    const schema = nextSchema();
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore({ pool, schema })));
    await Promise.all(stores.map((store, index) => writeSample(store, { keys: new Map([[`${index}`, 'x']]) })));
    expect((await readIn(stores[0]!, (one) => one.keys(['0', '1', '2', '3', '4', '5']))).size).toBe(6);
  });

  it('needs no right to create anything once the schema is there', async () => {
    const schema = nextSchema();
    await openPostgresStore({ pool, schema });
    await sql('CREATE ROLE clerk LOGIN');
    await sql(`GRANT USAGE ON SCHEMA ${schema} TO clerk`);
    await sql(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO clerk`);
    const clerk = openPool({ ...cluster.poolConfig, user: 'clerk' });
    await writeReservations(await openPostgresStore({ pool: clerk, schema }), [{ number: 1 }]);
    await clerk.end();
  });

  it('is busy where another transaction holds the lock for too long, and writes afterwards', async () => {
    const schema = nextSchema();
    const store = await openPostgresStore({ pool, schema, lockMs: 20 });
    await withSession(pool, 5000, async (session) => {
      await session.command('BEGIN');
      await session.rows(`SELECT * FROM ${schema}.head FOR UPDATE`);
      await expect(writeSample(store, {})).rejects.toBeInstanceOf(StoreBusy);
      await session.command('ROLLBACK');
    });
    await writeSample(store, { at: 5 });
  });

  it('leaves nothing of a transaction whose connection was ended, and drops the connection', async () => {
    const schema = nextSchema();
    const own = openPool({ ...cluster.poolConfig, max: 2 });
    const store = await openPostgresStore({ pool: own, schema });
    const lost = store.transact(async (transaction) => {
      const head = await transaction.head();
      await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND state = 'idle in transaction'`);
      await transaction.keys(['x']);
      return head;
    });
    await expect(lost).rejects.not.toBeInstanceOf(StoreBusy);
    expect(own.totalCount).toBe(0);
    await writeReservations(store, [{ number: 1 }]);
    expect(await store.open({ limit: 10 })).toHaveLength(1);
    await own.end();
  });

  it('lets the batcher find out what became of a commit whose answer was lost', async () => {
    const schema = nextSchema();
    let fate: 'before' | 'after' | undefined;
    const lossy = intercept(pool, async (text, ask) => {
      if (text !== 'COMMIT' || fate === undefined) return ask(text);
      const at = fate;
      fate = undefined;
      if (at === 'after') await ask(text);
      throw new Error('Connection terminated unexpectedly');
    });
    const store = await openPostgresStore({ pool: lossy, schema });
    await defineCounters(store, CREDIT_DEFINITIONS, 1000);
    const batcher = createBatcher(store);
    fate = 'after';
    await expect(batcher.submit(creditOperation(1, { minor: 100 }))).rejects.toMatchObject({
      code: 'guard/store-failed',
    });
    expect(await store.open({ limit: 10 })).toHaveLength(1);
    fate = 'before';
    await expect(batcher.submit(creditOperation(2, { minor: 100 }))).rejects.toThrow(
      'the store refused the transaction',
    );
    expect(await store.open({ limit: 10 })).toHaveLength(1);
    expect((await batcher.submit(creditOperation(3, { minor: 100 }))).kind).toBe('allowed');
  });

  it('answers for a receipt only when the commit that is under way is through', async () => {
    const schema = nextSchema();
    const store = await openPostgresStore({ pool, schema });
    await withSession(pool, 5000, async (session) => {
      await session.command('BEGIN');
      await session.rows(`SELECT * FROM ${schema}.head FOR UPDATE`);
      await session.rows(`INSERT INTO ${schema}.receipts VALUES (0, 'under-way', '{}')`);
      const asking = store.hasReceipt('under-way');
      await untilResolves(async () => {
        const waiting = await sql(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
        if (waiting.length === 0) throw new Error('not yet');
      });
      await session.command('COMMIT');
      expect(await asking).toBe(true);
    });
    await sql(`DELETE FROM ${schema}.receipts`);
  });

  it('rejects where the work swallows that a statement failed', async () => {
    const store = await openPostgresStore({
      schema: nextSchema(),
      pool: intercept(pool, (text, ask) =>
        ask(text.includes('FROM') && text.includes('.keys WHERE') ? 'SELECT 1 / 0' : text),
      ),
    });
    const work = store.transact(async (transaction) => {
      const head = await transaction.head();
      await transaction.keys(['x']).catch(() => undefined);
      await transaction
        .write({
          head,
          receipts: [],
          reservations: [],
          keys: new Map(),
          holds: [],
          released: [],
          counters: new Map([['c', 1]]),
          approvals: [],
          stops: new Map(),
          definitions: [],
        })
        .catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject(UNUSABLE);
    expect((await readIn(store, (transaction) => transaction.counters(['c']))).size).toBe(0);
  });

  it('never reads a damaged row as something else', async () => {
    const schema = nextSchema();
    const store = await openPostgresStore({ pool, schema });
    await writeReservations(store, [{ number: 1 }], { holds: [sampleHold(1, 5, 100)], counters: new Map([['c', 5]]) });
    const corrupt = { code: 'guard/store-corrupt' };
    await sql(`UPDATE ${schema}.counters SET value = 9007199254740993`);
    await expect(readIn(store, (one) => one.counters(['c']))).rejects.toMatchObject(corrupt);
    await sql(`UPDATE ${schema}.holds SET amount = 9223372036854775807`);
    await expect(readIn(store, (one) => one.expireHolds(100))).rejects.toMatchObject(corrupt);
    await sql(`DELETE FROM ${schema}.receipts`);
    await expect(store.reservation(sampleId(1))).rejects.toMatchObject(corrupt);
    await expect(openPostgresStore({ pool, schema })).rejects.toMatchObject(corrupt);
  });

  it('forgets nothing that it acknowledged when the server is stopped as by a power cut', async () => {
    const schema = nextSchema();
    const open = () => openPostgresStore({ pool, schema });
    await defineCounters(await open(), CREDIT_DEFINITIONS, 1000);
    const acknowledged: string[] = [];
    let number = 0;
    for (let round = 0; round < 3; round++) {
      const batchers = (await Promise.all([open(), open(), open()])).map((store) =>
        createBatcher(store, { maxBatch: 8 }),
      );
      let isDown = false;
      const clients = batchers.flatMap((batcher) =>
        Array.from({ length: 8 }, async () => {
          while (!isDown) {
            const operation = creditOperation(number++, { minor: 1, ceilings: [] });
            try {
              const result = await batcher.submit(operation);
              if (result.kind === 'allowed') acknowledged.push(result.reservation.id);
            } catch {
              return;
            }
          }
        }),
      );
      const goal = acknowledged.length + 200;
      await untilResolves(async () => {
        if (acknowledged.length < goal) throw new Error('not yet');
      });
      cluster.stopImmediately();
      isDown = true;
      await Promise.all(clients);
      cluster.start();
      await untilResolves(() => sql('SELECT 1'));
    }
    const store = await open();
    const receipts = await store.receipts(0, { limit: 1_000_000 });
    expect(verifyReceipts(receipts).isSound).toBe(true);
    const kept = new Set((await store.open({ limit: 1_000_000 })).map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(kept.size).toBe(receipts.length);
  });
});

type Ask = (text: string) => Promise<unknown>;

/** A pool whose statements pass somebody who may change, lose or refuse them. */
function intercept(pool: PostgresPool, pass: (text: string, ask: Ask) => Promise<unknown>): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect();
      return {
        query: (query) =>
          pass(query.text, (text) => client.query(text === query.text ? query : { text, rowMode: 'array' })),
        release: (error) => client.release(error),
        on: (event, listener) => client.on(event, listener),
        removeListener: (event, listener) => client.removeListener(event, listener),
      };
    },
  };
}

async function untilResolves(attempt: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (tries > 1000) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function untilRejects(attempt: () => Promise<unknown>, expected: object): Promise<void> {
  return untilResolves(() => expect(attempt()).rejects.toMatchObject(expected));
}
