import { describe, expect, it } from 'vitest';
import { defineCounters } from './apply/define-counters.ts';
import { createBatcher, MAX_ATTEMPTS, StoreBusy } from './batcher.ts';
import { CREDIT_DEFINITIONS, creditOperation } from './conformance/sample-operations.ts';
import type { GuardStore } from './guard-store.ts';
import { createMemoryStore } from './memory/memory-store.ts';

/** A store whose transactions fail as told, before or after they take place. */
async function faultyStore() {
  const store = createMemoryStore();
  await defineCounters(store, CREDIT_DEFINITIONS, 1000);
  const faults: { readonly error: Error; readonly isCommitted: boolean }[] = [];
  const faulty: GuardStore = {
    ...store,
    transact: async (work) => {
      const fault = faults.shift();
      if (fault === undefined) return store.transact(work);
      if (fault.isCommitted) await store.transact(work);
      throw fault.error;
    },
  };
  return { store, faulty, faults };
}

const LOST = new Error('connection lost');

describe('a batch whose commit took place unseen', () => {
  it('is not repeated, although its first operation is a replay, which has no receipt', async () => {
    const { store, faulty, faults } = await faultyStore();
    const batcher = createBatcher(faulty);
    await batcher.submit(creditOperation(1, { minor: 100, requestKey: 'r' }));
    faults.push({ error: LOST, isCommitted: true });
    const both = await Promise.allSettled([
      batcher.submit(creditOperation(2, { minor: 100, requestKey: 'r', order: 1 })),
      batcher.submit(creditOperation(3, { minor: 100 })),
    ]);
    expect(both).toMatchObject([
      { status: 'rejected', reason: { code: 'guard/store-failed' } },
      { status: 'rejected', reason: { code: 'guard/store-failed' } },
    ]);
    expect(await store.open({ limit: 10 })).toHaveLength(2);
  });

  it('counts as unknown where the store cannot be asked', async () => {
    const { faulty, faults } = await faultyStore();
    const gone = new Error('gone');
    const batcher = createBatcher({ ...faulty, hasReceipt: () => Promise.reject(gone) });
    faults.push({ error: LOST, isCommitted: true });
    await expect(batcher.submit(creditOperation(1, { minor: 100 }))).rejects.toBe(gone);
  });
});

describe('a transaction that was not taken', () => {
  it('is tried again where another writer was in the way, and not for ever', async () => {
    const { store, faulty, faults } = await faultyStore();
    const waits: number[] = [];
    const batcher = createBatcher(faulty, {
      sleep: async (ms) => {
        waits.push(ms);
      },
    });
    faults.push({ error: new StoreBusy('busy'), isCommitted: false });
    expect((await batcher.submit(creditOperation(1, { minor: 100 }))).kind).toBe('allowed');
    for (let fault = 0; fault < MAX_ATTEMPTS; fault++)
      faults.push({ error: new StoreBusy('busy'), isCommitted: false });
    await expect(batcher.submit(creditOperation(2, { minor: 100 }))).rejects.toBeInstanceOf(StoreBusy);
    expect(waits).toEqual([2, 2, 4, 8, 16]);
    expect(await store.open({ limit: 10 })).toHaveLength(1);
  });

  it('lets one operation fail alone', async () => {
    const { faulty, faults } = await faultyStore();
    const batcher = createBatcher(faulty);
    faults.push({ error: LOST, isCommitted: false }, { error: LOST, isCommitted: false });
    const both = await Promise.allSettled([
      batcher.submit(creditOperation(1, { minor: 100 })),
      batcher.submit(creditOperation(2, { minor: 100 })),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
