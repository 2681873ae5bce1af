import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, parseGuardPolicy } from '@bezoar/guard';
import { describe, expect, it } from 'vitest';
import { samplePolicyJson } from '../../packages/guard/src/testing/sample-policy.test-support.ts';
import { countStatements, crashAt, type LendStore } from './crash.test-support.ts';
import { playScenario } from './crash-scenario.mjs';
import { storeFaults } from './store-check.test-support.ts';
import { withSqliteFile } from './stores.test-support.ts';
import { type Effect, effectsIn } from './workers.test-support.ts';

const sqlite: LendStore = (folder, use) => withSqliteFile(join(folder, 'guard.db'), use);

describe('kill -9 of a process with an SQLite file', () => {
  it('at a few statements leaves the ceilings, the keys and the chain whole', async () => {
    const statements = await countStatements(sqlite);
    expect(statements).toBeGreaterThan(100);
    for (const [share, when] of [
      [0.45, 'after'],
      [0.7, 'before'],
      [0.9, 'after'],
    ] as const) {
      const crash = await crashAt(sqlite, Math.floor(statements * share), when);
      expect(crash).toEqual({ isKilled: true, faults: [] });
    }
  });
});

describe('the look at what is left', () => {
  const policy = samplePolicyJson();
  const faultsWith = async (change: (effects: Effect[]) => Effect[], minor?: number): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'guard-look-'));
    try {
      const store = createMemoryStore();
      const log = join(folder, 'effects.jsonl');
      await playScenario({ store, policy, log });
      const forgetful = {
        ...store,
        transact: <T>(work: Parameters<typeof store.transact<T>>[0]) =>
          store.transact<T>((transaction) =>
            work({
              ...transaction,
              counters: async (keys) =>
                new Map([...(await transaction.counters(keys))].map(([key, value]) => [key, minor ?? value])),
            }),
          ),
      };
      return await storeFaults(forgetful, parseGuardPolicy(policy), change(await effectsIn([log])));
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it('finds nothing where nothing is wrong', async () => {
    expect(await faultsWith((effects) => effects)).toEqual([]);
  });

  it('finds an effect that nobody allowed, one that is not what was allowed, a second one, and a wrong counter', async () => {
    expect(await faultsWith(([first]) => [{ ...first!, reservation: 'none' }])).toEqual([
      'an effect of order-1 that nobody allowed',
    ]);
    expect(await faultsWith(([first]) => [{ ...first!, minor: 1 }])).toEqual([
      'an effect of order-1 that is not what was allowed',
    ]);
    expect(await faultsWith(([first]) => [first!, first!])).toEqual(['a second effect of order-1']);
    expect((await faultsWith((effects) => effects, 1))[0]).toContain('says 1, its holds 4700');
  });
});
