import { describe, expect, it } from 'vitest';
import type { GuardStore, Stop, StoreTransaction } from '../guard-store.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import { takeTurns } from '../rows/take-turns.ts';
import { storeConformance } from './store-conformance.ts';

/** Ways in which a store can be wrong; each must fail. */
const FAULTS: Readonly<Record<string, (store: GuardStore) => GuardStore>> = {
  'commits what the work gave up': (store) => ({
    ...store,
    transact: async (work) => {
      let failure: { readonly error: unknown } | undefined;
      const result = await store.transact(async (transaction) => {
        try {
          return await work(transaction);
        } catch (error) {
          failure = { error };
          return undefined;
        }
      });
      if (failure !== undefined) throw failure.error;
      return result as Awaited<ReturnType<typeof work>>;
    },
  }),
  'lets two transactions read the same': (store) => ({
    ...store,
    transact: async (work) => {
      const inTurn = takeTurns();
      const turn: GuardStore['transact'] = (one) => inTurn(() => store.transact(one));
      const outside = new Proxy({} as StoreTransaction, {
        get: (_, name: keyof StoreTransaction) =>
          name === 'write'
            ? (changes: Parameters<StoreTransaction['write']>[0]) =>
                turn(async (transaction) => {
                  const head = await transaction.head();
                  await transaction.write({
                    ...changes,
                    head: { ...changes.head, at: Math.max(head.at, changes.head.at) },
                  });
                })
            : (...values: never[]) =>
                turn((transaction) => (transaction[name] as (...all: never[]) => Promise<unknown>)(...values)),
      });
      return work(outside);
    },
  }),
  'never knows a receipt': (store) => ({ ...store, hasReceipt: async () => false }),
  'knows every receipt': (store) => ({ ...store, hasReceipt: async () => true }),
  'counts pages from their end': (store) => ({
    ...store,
    receipts: async (from, options) => [...(await store.receipts(from, options))].reverse(),
  }),
  'ignores where a page starts': (store) => ({ ...store, receipts: (_, options) => store.receipts(0, options) }),
  'lists the newest reservation first': (store) => ({
    ...store,
    open: async ({ limit }) => [...(await store.open({ limit: 1e6 }))].reverse().slice(0, limit),
  }),
  'takes unknown outcomes for settled': (store) => ({
    ...store,
    open: async (options) => (await store.open(options)).filter(({ state }) => state === 'reserved'),
  }),
  'lists the oldest request first': (store) => ({
    ...store,
    approvals: async (options) =>
      [...(await store.approvals({ ...options, limit: 1e6 }))].reverse().slice(0, options.limit),
  }),
  'ignores the state of requests': (store) => ({ ...store, approvals: ({ limit }) => store.approvals({ limit }) }),
  'lists requests that have expired': (store) => ({
    ...store,
    approvals: ({ expiresAfter: _, ...options }) => store.approvals(options),
  }),
  'cuts a page before it leaves out what expired': (store) => ({
    ...store,
    approvals: async ({ expiresAfter = -1, ...options }) =>
      (await store.approvals(options)).filter(({ expiresAt }) => expiresAt > expiresAfter),
  }),
  'takes what is in flight for unknown': (store) => ({ ...store, open: ({ limit }) => store.open({ limit }) }),
  'takes what was not settled in time for known': (store) => ({
    ...store,
    open: async ({ limit, unknownAt }) => {
      const open = await store.open({ limit: 1e6 });
      return open.filter(({ state }) => unknownAt === undefined || state === 'unknown').slice(0, limit);
    },
  }),
  'shows what is due as spent': (store) => ({ ...store, usage: () => store.usage(0) }),
  'shows what is open as settled': (store) => ({
    ...store,
    usage: async (at) =>
      (await store.usage(at)).map(({ counter, settled, reserved }) => ({
        counter,
        settled: settled + reserved,
        reserved: 0,
      })),
  }),
  'shows what is not committed': (store) => {
    let written: readonly Stop[] = [];
    const leaking = withTransactions(store, (transaction) => ({
      write: async (changes) => {
        written = [...changes.stops.values()].filter((stop) => stop !== null);
        await transaction.write(changes);
      },
    }));
    return { ...leaking, stops: async () => [...written, ...(await store.stops())] };
  },
  'never lifts a stop': (store) =>
    withTransactions(store, (transaction) => ({
      write: (changes) =>
        transaction.write({ ...changes, stops: new Map([...changes.stops].filter(([, stop]) => stop !== null)) }),
    })),
  'folds the case of keys': (store) =>
    withTransactions(store, (transaction) => ({
      keys: async (keys) => {
        const read = await transaction.keys(keys.map((key) => key.toLowerCase()));
        return new Map(
          keys.flatMap((key) => (read.has(key.toLowerCase()) ? [[key, read.get(key.toLowerCase())!]] : [])),
        );
      },
    })),
  'rounds counters to single precision': (store) =>
    withTransactions(store, (transaction) => ({
      counters: async (keys) =>
        new Map([...(await transaction.counters(keys))].map(([key, value]) => [key, Math.fround(value)])),
    })),
  'keeps holds that were released': (store) =>
    withTransactions(store, (transaction) => ({ write: (changes) => transaction.write({ ...changes, released: [] }) })),
  'expires a millisecond late': (store) =>
    withTransactions(store, (transaction) => ({ expireHolds: (at) => transaction.expireHolds(at - 1) })),
  'expires a millisecond early': (store) =>
    withTransactions(store, (transaction) => ({
      expireHolds: (at) => transaction.expireHolds(Math.min(at + 1, Number.MAX_SAFE_INTEGER)),
    })),
  'counts anew what is not after the time': (store) =>
    withTransactions(store, (transaction) => ({
      countedSince: (action, since) => transaction.countedSince(action, since - 1),
    })),
  'forgets what is open for a new counter': (store) =>
    withTransactions(store, (transaction) => ({
      countedSince: async (action, since) =>
        (await transaction.countedSince(action, since)).filter(({ state }) => state === 'done'),
    })),
  'drops definitions': (store) =>
    withTransactions(store, (transaction) => ({
      write: (changes) => transaction.write({ ...changes, definitions: [] }),
    })),
};

describe('the conformance suite', () => {
  for (const [name, spoil] of Object.entries(FAULTS)) {
    it(`catches a store that ${name}`, async () => {
      const create = async () => ({ store: spoil(createMemoryStore()), dispose: async () => undefined });
      const outcomes = await Promise.allSettled(storeConformance(create).map(({ run }) => run()));
      expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    });
  }

  it('says of a store that loses everything at a restart that it does', async () => {
    const create = async () => ({
      store: createMemoryStore(),
      reopen: async () => createMemoryStore(),
      dispose: async () => undefined,
    });
    const cases = storeConformance(create).filter(({ name }) => /opened again|restarts/.test(name));
    expect(cases).toHaveLength(2);
    for (const { run } of cases) await expect(run()).rejects.toThrow();
  });

  it('disposes of a store whose case failed', async () => {
    let disposed = 0;
    const create = async () => ({
      store: { ...createMemoryStore(), transact: () => Promise.reject(new Error('broken')) },
      dispose: async () => {
        disposed++;
      },
    });
    const cases = storeConformance(create);
    await Promise.allSettled(cases.map(({ run }) => run()));
    expect(disposed).toBe(cases.length);
  });
});

function withTransactions(
  store: GuardStore,
  change: (transaction: StoreTransaction) => Partial<StoreTransaction>,
): GuardStore {
  return {
    ...store,
    transact: (work) => store.transact((transaction) => work({ ...transaction, ...change(transaction) })),
  };
}
