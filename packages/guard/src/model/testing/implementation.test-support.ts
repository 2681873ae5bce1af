import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { defineCounters } from '../../store/apply/define-counters.ts';
import { runBatch } from '../../store/apply/run-batch.ts';
import { createBatcher } from '../../store/batcher.ts';
import type { GuardStore } from '../../store/guard-store.ts';
import { openSqliteStore } from '../../store/sqlite/index.ts';
import type { Implementation } from './compare.test-support.ts';

/** The rules, each list of operations in one transaction. */
export function direct(store: GuardStore): Implementation {
  return { store, defineCounters, apply: (operations) => runBatch(store, operations) };
}

/** The rules behind the batcher, which is given every operation by itself. */
export function batched(store: GuardStore): Implementation {
  const batcher = createBatcher(store);
  return { store, defineCounters, apply: (operations) => Promise.all(operations.map(batcher.submit)) };
}

/** Lends an SQLite store in a new file. */
export async function withSqliteStore<T>(use: (store: GuardStore) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'guard-model-'));
  try {
    const store = await openSqliteStore({ database: new Database(join(folder, 'guard.db')) });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
