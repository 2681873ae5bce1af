import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startCluster,
  type TestCluster,
} from '../../packages/guard/src/store/postgres/testing/cluster.test-support.ts';
import { LIMITS, type RaceResult, race } from './race.test-support.ts';
import { withPostgresSchema, withSqliteFile } from './stores.test-support.ts';
import { effectsIn } from './workers.test-support.ts';

/** Least share of the requests which fit in every ceiling that must be served. */
const USEFUL_SHARE = 0.99;

/** How long a server may take to start or to stop, milliseconds. */
const SERVER_MS = 120_000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster();
}, SERVER_MS);
afterAll(() => cluster?.close(), SERVER_MS);

/** What holds whatever happens to the store. */
function expectSafe(result: RaceResult): void {
  expect(result.faults).toEqual([]);
  expect(Math.max(...result.raced)).toBe(1);
  for (const spent of result.crowded) expect(spent).toBeLessThanOrEqual(LIMITS.account);
  expect(result.crowdedTenant).toBeLessThanOrEqual(LIMITS.tenant);
}

/** What holds of a store that works: it also serves. */
function expectUseful(name: string, result: RaceResult): void {
  const { served, fitting, raced, codes, perSecond, alarms } = result;
  const share = ((100 * served) / fitting).toFixed(2);
  process.stdout.write(
    `${name}: served ${served} of ${fitting} that fit (${share} %), ${Math.round(perSecond)} requests/s, ` +
      `${JSON.stringify([...codes])}, alarms ${JSON.stringify(alarms)}\n`,
  );
  expect(served / fitting).toBeGreaterThanOrEqual(USEFUL_SHARE);
  expect(Math.min(...raced)).toBe(1);
  // The ceilings were reached, or the race showed nothing.
  for (const spent of result.crowded) expect(spent).toBeGreaterThan(LIMITS.account * 0.85);
  expect(result.crowdedTenant).toBe(LIMITS.tenant);
}

describe('four processes with sixteen clients each', () => {
  const size = { processes: 4, clients: 16, requests: 1_200 };

  it('share an SQLite file', async () => {
    const result = await race(size, (folder, use) => withSqliteFile(join(folder, 'guard.db'), use));
    expectSafe(result);
    expectUseful('sqlite', result);
  });

  it('share a PostgreSQL server', async () => {
    const result = await race(size, (_, use) => withPostgresSchema(cluster, 'race', use));
    expectSafe(result);
    expectUseful('postgres', result);
  });
});

describe('a PostgreSQL server that is stopped at once', () => {
  it('three times under four processes has lost nothing that was allowed, and allowed nothing twice', async () => {
    const requests = 1_200;
    let stops = 0;
    const meanwhile = async (logs: readonly string[], atEnd: Promise<void>): Promise<void> => {
      let isOver = false;
      void atEnd.then(() => (isOver = true));
      for (const share of [0.05, 0.1, 0.15]) {
        while (!isOver && (await effectsIn(logs)).length < logs.length * requests * share) await delay(10);
        if (isOver) return;
        cluster.stopImmediately();
        cluster.start();
        stops += 1;
      }
    };
    const result = await race({ processes: 4, clients: 16, requests, meanwhile, retries: 1_000 }, (_, use) =>
      withPostgresSchema(cluster, 'stopped', use),
    );
    const { served, fitting, codes, alarms } = result;
    process.stdout.write(
      `stopped ${stops} times: served ${served} of ${fitting}, ${JSON.stringify([...codes])}, ${JSON.stringify(alarms)}\n`,
    );
    expect(stops).toBe(3);
    expectSafe(result);
    // What was in flight at a stop may be held; nothing else is.
    expect(served).toBeGreaterThan(fitting * 0.9);
  });
});
