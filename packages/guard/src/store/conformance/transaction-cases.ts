import assert from 'node:assert/strict';
import type { GuardStore, StoreTransaction } from '../guard-store.ts';
import type { StoreUnderTest } from './conformance-case.ts';
import {
  readIn,
  sampleApproval,
  sampleCounter,
  sampleHold,
  sampleId,
  sampleReceipt,
  writeReservations,
  writeSample,
} from './sample-rows.ts';

const STOP = { action: '', reason: 'incident', by: 'carla', at: 1 };
const DEFINITION = { action: 'issue_credit', scope: 'global', unit: 'USD', windowMs: 1000 } as const;

/** One transaction at a time, whole or not at all, and for good. */
export const TRANSACTION_CASES: Readonly<Record<string, (target: StoreUnderTest) => Promise<void>>> = {
  'leaves nothing of a transaction whose work fails after it wrote': async ({ store }) => {
    await writeEverything(store, 1);
    const before = await everything(store);
    const failure = new Error('after the write');
    await assert.rejects(writeEverything(store, 2, failure), failure);
    assert.deepEqual(await everything(store), before);
    await writeEverything(store, 2);
    assert.equal((await store.receipts(0, { limit: 10 })).length, 2);
  },

  'leaves nothing of a transaction that wrote nothing, holds that were due included': async ({ store }) => {
    await writeSample(store, { holds: [sampleHold(1, 5, 100)], counters: new Map([[sampleCounter('anna'), 5]]) });
    const expire = (transaction: StoreTransaction) => transaction.expireHolds(100);
    assert.deepEqual([...(await readIn(store, expire))], [[sampleCounter('anna'), 5]]);
    assert.deepEqual([...(await readIn(store, expire))], [[sampleCounter('anna'), 5]]);
  },

  'gives back what the work returned, and rejects with what it threw': async ({ store }) => {
    assert.equal(await store.transact(async () => 'result'), 'result');
    const failure = new Error('of the work');
    await assert.rejects(
      store.transact(() => Promise.reject(failure)),
      failure,
    );
    await assert.rejects(
      store.transact(() => {
        throw failure;
      }),
      failure,
    );
    assert.equal(await store.transact(async () => 'usable'), 'usable');
  },

  'runs transactions that are started together one after the other': async ({ store, second }) => {
    const stores = second === undefined ? [store] : [store, await second()];
    const count = 24;
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        stores[index % stores.length]!.transact(async (transaction) => {
          const head = await transaction.head();
          const seen = (await transaction.counters(['sum'])).get('sum') ?? 0;
          // Gives every other one the chance to come between.
          for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
          await transaction.write({
            head: { ...head, at: head.at + 1 },
            receipts: [],
            reservations: [],
            keys: new Map([[`key-${index}`, String(seen)]]),
            holds: [],
            released: [],
            counters: new Map([['sum', seen + 1]]),
            approvals: [],
            stops: new Map(),
            definitions: [],
          });
        }),
      ),
    );
    await readIn(store, async (transaction) => {
      assert.equal((await transaction.counters(['sum'])).get('sum'), count);
      const keys = await transaction.keys(Array.from({ length: count }, (_, index) => `key-${index}`));
      assert.equal(new Set(keys.values()).size, count);
      assert.equal((await transaction.head()).at, count);
    });
  },

  'shows nobody what is not committed': async ({ store, second }) => {
    const other = second === undefined ? store : await second();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let wrote = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const failure = new Error('never committed');
    const pending = store.transact(async (transaction) => {
      const head = await transaction.head();
      await transaction.write({
        head,
        receipts: [],
        reservations: [],
        keys: new Map(),
        holds: [],
        released: [],
        counters: new Map(),
        approvals: [],
        stops: new Map([['', STOP]]),
        definitions: [],
      });
      wrote();
      await gate;
      throw failure;
    });
    // Should it fail before it wrote, then so does this.
    await Promise.race([written, pending]);
    const read = other.stops();
    release();
    await assert.rejects(pending, failure);
    assert.deepEqual(await read, []);
    assert.deepEqual(await store.stops(), []);
  },

  'sees in the next transaction what the one before committed, through any handle': async ({ store, second }) => {
    const other = second === undefined ? store : await second();
    for (let round = 1; round <= 3; round++) {
      await writeSample(round % 2 === 0 ? store : other, { counters: new Map([['sum', round]]), at: round });
      const read = await readIn(round % 2 === 0 ? other : store, (transaction) => transaction.counters(['sum']));
      assert.equal(read.get('sum'), round);
    }
  },

  'keeps everything when it is closed and opened again': async ({ store, reopen }) => {
    if (reopen === undefined) return;
    await writeEverything(store, 1);
    await writeEverything(store, 2);
    const before = await everything(store);
    const again = await reopen();
    assert.deepEqual(await everything(again), before);
    await writeEverything(again, 3);
    assert.equal((await again.receipts(0, { limit: 10 })).length, 3);
  },

  'refuses time that runs back': async ({ store }) => {
    await writeSample(store, { at: 5000 });
    await assert.rejects(writeSample(store, { at: 5000, receipts: [] }).then(() => setHead(store, { at: 4999 })));
    assert.equal((await store.transact((transaction) => transaction.head())).at, 5000);
  },

  'refuses a head that is not the last receipt': async ({ store }) => {
    const [receipt] = await writeSample(store, { receipts: [sampleReceipt(1)] });
    await assert.rejects(setHead(store, { sequence: 0 }));
    await assert.rejects(setHead(store, { sequence: 2 }));
    await assert.rejects(setHead(store, { hash: '1'.repeat(64) }));
    const head = await store.transact((transaction) => transaction.head());
    assert.deepEqual([head.sequence, head.hash], [1, receipt!.hash]);
  },

  'refuses a receipt whose id is in the chain already': async ({ store }) => {
    await writeSample(store, { receipts: [sampleReceipt(1)] });
    await assert.rejects(writeSample(store, { receipts: [sampleReceipt(2), sampleReceipt(1)] }));
    assert.equal((await store.receipts(0, { limit: 10 })).length, 1);
    assert.equal(await store.hasReceipt(sampleReceipt(2).id), false);
  },

  'refuses a second write in one transaction, and then keeps neither': async ({ store }) => {
    await assert.rejects(
      store.transact(async (transaction) => {
        const head = await transaction.head();
        for (const counter of ['a', 'b']) {
          await transaction.write({
            head,
            receipts: [],
            reservations: [],
            keys: new Map(),
            holds: [],
            released: [],
            counters: new Map([[counter, 1]]),
            approvals: [],
            stops: new Map(),
            definitions: [],
          });
        }
      }),
    );
    assert.equal((await readIn(store, (transaction) => transaction.counters(['a', 'b']))).size, 0);
  },

  'refuses amounts that are no safe integers, whole transaction and all': async ({ store }) => {
    for (const amount of [2 ** 53, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(writeSample(store, { keys: new Map([['k', 'v']]), counters: new Map([['c', amount]]) }));
      await assert.rejects(writeSample(store, { keys: new Map([['k', 'v']]), holds: [sampleHold(1, amount, null)] }));
    }
    await readIn(store, async (transaction) => {
      assert.equal((await transaction.keys(['k'])).size, 0);
      assert.equal((await transaction.counters(['c'])).size, 0);
      assert.deepEqual(await transaction.holds([sampleId(1)]), []);
    });
  },

  'never takes one key for another because of U+0000 or a lone surrogate': async ({ store }) => {
    await writeSample(store, { keys: new Map([['key', sampleId(1)]]) });
    for (const key of ['key\0', 'key\0more', 'key\ud800', '\udc00']) {
      const write = writeSample(store, { keys: new Map([[key, sampleId(2)]]) });
      const isRefused = await write.then(
        () => false,
        () => true,
      );
      const read = await readIn(store, (transaction) => transaction.keys(['key']));
      assert.deepEqual([...read], [['key', sampleId(1)]]);
      if (isRefused) continue;
      assert.deepEqual([...(await readIn(store, (transaction) => transaction.keys([key])))], [[key, sampleId(2)]]);
    }
  },
};

async function setHead(
  store: GuardStore,
  changes: Partial<{ sequence: number; hash: string; at: number }>,
): Promise<void> {
  await store.transact(async (transaction) => {
    const head = await transaction.head();
    await transaction.write({
      head: { ...head, ...changes },
      receipts: [],
      reservations: [],
      keys: new Map(),
      holds: [],
      released: [],
      counters: new Map(),
      approvals: [],
      stops: new Map(),
      definitions: [],
    });
  });
}

/** A change of every kind, in one transaction, which then fails where a failure is given. */
function writeEverything(store: GuardStore, number: number, failure?: Error): Promise<unknown> {
  const target: GuardStore =
    failure === undefined
      ? store
      : {
          ...store,
          transact: (work) =>
            store.transact(async (transaction) => {
              await work(transaction);
              throw failure;
            }),
        };
  return writeReservations(target, [{ number }], {
    at: number,
    keys: new Map([[`key-${number}`, sampleId(number)]]),
    holds: [sampleHold(number, 5, number % 2 === 0 ? null : 1_000_000)],
    counters: new Map([[sampleCounter('anna'), 5 * number]]),
    approvals: [sampleApproval(number)],
    stops: new Map([[`action-${number}`, { ...STOP, action: `action-${number}` }]]),
    definitions: [{ ...DEFINITION, windowMs: number }],
  });
}

async function everything(store: GuardStore): Promise<unknown> {
  const inside = await readIn(store, async (transaction) => [
    await transaction.head(),
    await transaction.keys(['key-1', 'key-2', 'key-3']),
    await transaction.counters([sampleCounter('anna')]),
    await transaction.holds([1, 2, 3].map(sampleId)),
    (await transaction.definitions()).length,
  ]);
  const page = { limit: 100 };
  return [
    ...inside,
    await store.receipts(0, page),
    await store.open(page),
    await store.approvals(page),
    await store.stops(),
    await store.usage(0),
  ];
}
