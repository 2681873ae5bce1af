import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { openPostgresStore } from '../store/postgres/index.ts';
import {
  openPool,
  startCluster,
  type TestCluster,
  type TestPool,
} from '../store/postgres/testing/cluster.test-support.ts';
import { compareWithModel } from './testing/compare.test-support.ts';
import { batched, direct, withSqliteStore } from './testing/implementation.test-support.ts';
import { histories } from './testing/step.test-support.ts';

/** Histories that are ten times as long as those of the quick tests. */
const LONG = 800;

/** How long a server may take to start or to stop, milliseconds. */
const SERVER_MS = 120_000;

describe('a store, for longer', () => {
  it('in memory is the reference model', async () => {
    let operations = 0;
    for (const maxSteps of [40, 200, LONG]) {
      await fc.assert(
        fc.asyncProperty(histories({ maxSteps }), async (history) => {
          const answers = await compareWithModel(direct(createMemoryStore()), history, { stateEvery: 5 });
          for (const count of answers.values()) operations += count;
        }),
        { seed: maxSteps, numRuns: Math.floor(240_000 / maxSteps) },
      );
    }
    process.stdout.write(`memory: ${operations} operations\n`);
    expect(operations).toBeGreaterThan(200_000);
  });

  it('in an SQLite file is the reference model', async () => {
    let operations = 0;
    await fc.assert(
      fc.asyncProperty(histories({ maxSteps: 200 }), (history) =>
        withSqliteStore(async (store) => {
          const answers = await compareWithModel(batched(store), history, { stateEvery: 10 });
          for (const count of answers.values()) operations += count;
        }),
      ),
      { seed: 5, numRuns: 400 },
    );
    process.stdout.write(`sqlite: ${operations} operations\n`);
    expect(operations).toBeGreaterThan(10_000);
  });

  describe('on a server', () => {
    let cluster: TestCluster;
    let pool: TestPool;
    beforeAll(async () => {
      cluster = await startCluster();
      pool = openPool({ ...cluster.poolConfig, max: 4 });
    }, SERVER_MS);
    afterAll(async () => {
      await pool?.end();
      cluster?.close();
    }, SERVER_MS);

    it('in a PostgreSQL schema is the reference model', async () => {
      let operations = 0;
      let schemas = 0;
      await fc.assert(
        fc.asyncProperty(histories({ maxSteps: 200 }), async (history) => {
          const store = await openPostgresStore({ pool, schema: `history_${schemas++}` });
          const answers = await compareWithModel(batched(store), history, { stateEvery: 10 });
          for (const count of answers.values()) operations += count;
        }),
        { seed: 6, numRuns: 100 },
      );
      process.stdout.write(`postgres: ${operations} operations\n`);
      expect(operations).toBeGreaterThan(4_000);
    });
  });
});
