import { afterAll, beforeAll, describe, it } from 'vitest';
import type { StoreUnderTest } from '../conformance/conformance-case.ts';
import { storeConformance } from '../conformance/store-conformance.ts';
import { expectSameAsMemory } from '../conformance/testing/same-as-memory.test-support.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { openPool, startCluster, type TestCluster, type TestPool } from './testing/cluster.test-support.ts';

describe('a PostgreSQL store', () => {
  let cluster: TestCluster;
  let count = 0;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster?.close());

  const create = async (): Promise<StoreUnderTest> => {
    const schema = `case_${count++}`;
    const pools: TestPool[] = [];
    const open = () => {
      const pool = openPool({ ...cluster.poolConfig, max: 4 });
      pools.push(pool);
      return openPostgresStore({ pool, schema });
    };
    const closeAll = async (): Promise<void> => {
      for (const pool of pools.splice(0)) await pool.end();
    };
    return {
      store: await open(),
      second: open,
      reopen: async () => {
        await closeAll();
        return open();
      },
      dispose: closeAll,
    };
  };
  for (const { name, run } of storeConformance(create)) it(name, run);

  it('does to the letter what the one in memory does', () => expectSameAsMemory(create, 100));
});
