import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startCluster,
  type TestCluster,
} from '../../packages/guard/src/store/postgres/testing/cluster.test-support.ts';
import { countStatements, crashAt, type LendStore } from './crash.test-support.ts';
import { withPostgresSchema, withSqliteFile } from './stores.test-support.ts';

/** Processes that are killed beside one another. */
const PARALLEL = 3;

/** How long a server may take to start or to stop, milliseconds. */
const SERVER_MS = 120_000;

/** Kills before and after every statement, each time in a new store. */
async function killEverywhere(name: string, lend: LendStore): Promise<readonly string[]> {
  const statements = await countStatements(lend);
  const moments = Array.from({ length: statements }, (_, index) => index + 1).flatMap((at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]);
  expect(moments.length).toBeGreaterThan(200);
  const faults: string[] = [];
  let kills = 0;
  const left = moments.values();
  const killer = async (): Promise<void> => {
    for (const { at, when } of left) {
      const crash = await crashAt(lend, at, when);
      faults.push(...crash.faults);
      if (crash.isKilled) kills += 1;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, killer));
  process.stdout.write(`${name}: ${kills} kills at ${statements} statements, ${faults.length} faults\n`);
  process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
  expect(kills).toBeGreaterThan(moments.length * 0.9);
  return faults;
}

describe('kill -9 before and after every statement', () => {
  it('of a process with an SQLite file leaves the ceilings, the keys and the chain whole', async () => {
    expect(await killEverywhere('sqlite', (folder, use) => withSqliteFile(join(folder, 'guard.db'), use))).toEqual([]);
  });

  describe('on PostgreSQL', () => {
    let cluster: TestCluster;
    let schemas = 0;
    beforeAll(async () => {
      cluster = await startCluster();
    }, SERVER_MS);
    afterAll(() => cluster?.close(), SERVER_MS);

    it('of a process with a server leaves the ceilings, the keys and the chain whole', async () => {
      const lend: LendStore = (_, use) => withPostgresSchema(cluster, `crash_${schemas++}`, use);
      expect(await killEverywhere('postgres', lend)).toEqual([]);
    });
  });
});
