import assert from 'node:assert/strict';
import type { CounterUsage } from '../guard-store.ts';
import type { StoreUnderTest } from './conformance-case.ts';
import {
  readIn,
  sampleApproval,
  sampleCounter,
  sampleHold,
  sampleId,
  writeReservations,
  writeSample,
} from './sample-rows.ts';

/** What is open, what counts, and what no longer does. */
export const LISTING_CASES: Readonly<Record<string, (target: StoreUnderTest) => Promise<void>>> = {
  'lists reservations whose outcome is open, the oldest first': async ({ store }) => {
    await writeReservations(store, [
      { number: 9 },
      { number: 5, state: 'done', settledAt: 2000 },
      { number: 7, state: 'unknown' },
      { number: 3, state: 'failed', settledAt: 2000 },
    ]);
    const [first] = await writeReservations(store, [{ number: 1 }, { number: 8 }]);
    const ids = async (limit: number) => (await store.open({ limit })).map(({ id }) => id);
    assert.deepEqual(await ids(100), [9, 7, 1, 8].map(sampleId));
    assert.deepEqual(await ids(2), [9, 7].map(sampleId));
    await writeSample(store, { reservations: [{ ...first!, state: 'done', settledAt: 3000 }] });
    assert.deepEqual(await ids(100), [9, 7, 8].map(sampleId));
    await writeSample(store, { reservations: [{ ...first!, state: 'unknown' }] });
    assert.deepEqual(await ids(100), [9, 7, 1, 8].map(sampleId));
  },

  'lists those of which nobody knows at a time, however many are in flight before them': async ({ store }) => {
    await writeReservations(store, [
      { number: 1, executeBy: 3000, caller: '\u0000"executeBy":0,' },
      { number: 2, executeBy: 2001 },
      { number: 3, executeBy: 9000, state: 'unknown' },
      { number: 4, executeBy: 2000 },
      { number: 5, executeBy: 1000, state: 'done', settledAt: 900 },
      { number: 6, executeBy: 1000, state: 'failed', settledAt: 900 },
    ]);
    const ids = async (unknownAt: number, limit = 100) => (await store.open({ limit, unknownAt })).map(({ id }) => id);
    assert.deepEqual(await ids(0), [sampleId(3)]);
    assert.deepEqual(await ids(1999), [sampleId(3)]);
    assert.deepEqual(await ids(2000), [3, 4].map(sampleId));
    assert.deepEqual(await ids(2001, 2), [2, 3].map(sampleId));
    assert.deepEqual(await ids(Number.MAX_SAFE_INTEGER), [1, 2, 3, 4].map(sampleId));
    assert.equal((await store.open({ limit: 100 })).length, 4);
  },

  'lists requests that have not expired, however many that have are newer': async ({ store }) => {
    const all = [
      sampleApproval(1, { expiresAt: 5000 }),
      sampleApproval(2, { expiresAt: 5000, state: 'approved' }),
      sampleApproval(3, { expiresAt: 5001, canonicalArguments: '{"expiresAt":1}' }),
      ...Array.from({ length: 30 }, (_, index) => sampleApproval(100 + index, { expiresAt: 2000 })),
      sampleApproval(4, { expiresAt: 2000, state: 'approved' }),
    ];
    await writeSample(store, { approvals: all });
    const ids = async (
      expiresAfter: number,
      { limit = 2, state }: { readonly limit?: number; readonly state?: 'pending' | 'approved' } = {},
    ) => {
      const page = { limit, expiresAfter, ...(state === undefined ? {} : { state }) };
      return (await store.approvals(page)).map(({ id }) => id);
    };
    assert.deepEqual(await ids(2000, { state: 'pending' }), [3, 1].map(sampleId));
    assert.deepEqual(await ids(2000, { state: 'pending', limit: 1 }), [sampleId(3)]);
    assert.deepEqual(await ids(5000, { state: 'pending' }), [sampleId(3)]);
    assert.deepEqual(await ids(5001, { state: 'pending' }), []);
    assert.deepEqual(await ids(2000, { state: 'approved' }), [sampleId(2)]);
    assert.deepEqual(await ids(1999, { state: 'approved' }), [4, 2].map(sampleId));
    assert.deepEqual(await ids(2000, { limit: 100 }), [3, 2, 1].map(sampleId));
    // Rewritten as another, by whoever may: it is found by what it is now.
    await writeSample(store, {
      approvals: [
        { ...all[0]!, expiresAt: 1000 },
        { ...all[3]!, expiresAt: 6000 },
      ],
    });
    assert.deepEqual(await ids(2000, { state: 'pending', limit: 100 }), [100, 3].map(sampleId));
  },

  'takes away exactly the holds whose time has come, and says what they held': async ({ store }) => {
    await writeSample(store, {
      holds: [
        sampleHold(1, 5, 1000),
        sampleHold(2, 7, 1001),
        sampleHold(3, 11, 1000, 'ben'),
        sampleHold(4, 13, null),
        sampleHold(5, 17, 999),
      ],
    });
    const expireAndWrite = (at: number) =>
      store.transact(async (transaction) => {
        const head = await transaction.head();
        const expired = await transaction.expireHolds(at);
        const left = await transaction.holds([1, 2, 3, 4, 5].map(sampleId));
        await transaction.write({
          head,
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
        return { expired: new Map(expired), left: left.map(({ reservation }) => reservation).sort() };
      });
    assert.deepEqual(await expireAndWrite(998), { expired: new Map(), left: [1, 2, 3, 4, 5].map(sampleId) });
    assert.deepEqual(await expireAndWrite(1000), {
      expired: new Map([
        [sampleCounter('anna'), 22],
        [sampleCounter('ben'), 11],
      ]),
      left: [2, 4].map(sampleId),
    });
    assert.deepEqual(await expireAndWrite(1000), { expired: new Map(), left: [2, 4].map(sampleId) });
    assert.deepEqual(await expireAndWrite(Number.MAX_SAFE_INTEGER), {
      expired: new Map([[sampleCounter('anna'), 7]]),
      left: [sampleId(4)],
    });
  },

  'counts for a new counter what is open, and what was done after a time': async ({ store }) => {
    await writeReservations(store, [
      { number: 1 },
      { number: 2, state: 'unknown' },
      { number: 3, state: 'failed', settledAt: 9000 },
      { number: 4, state: 'done', settledAt: 5000 },
      { number: 5, state: 'done', settledAt: 5001 },
      { number: 6, action: 'other', state: 'done', settledAt: 9000 },
      { number: 7, action: 'other' },
    ]);
    const ids = async (action: string, since: number) =>
      (await readIn(store, (transaction) => transaction.countedSince(action, since))).map(({ id }) => id).sort();
    assert.deepEqual(await ids('issue_credit', 5000), [1, 2, 5].map(sampleId));
    assert.deepEqual(await ids('issue_credit', -1000), [1, 2, 4, 5].map(sampleId));
    assert.deepEqual(await ids('issue_credit', 9000), [1, 2].map(sampleId));
    assert.deepEqual(await ids('other', 0), [6, 7].map(sampleId));
    assert.deepEqual(await ids('absent', 0), []);
  },

  'shows what settled and what is open under each counter, at a time': async ({ store }) => {
    await writeSample(store, {
      at: 1000,
      holds: [
        sampleHold(1, 5, null),
        sampleHold(2, 7, 2000),
        sampleHold(3, 11, 3000),
        sampleHold(4, 13, 2000, 'ben'),
        sampleHold(5, 17, null, 'carla'),
      ],
      counters: new Map([
        [sampleCounter('anna'), 23],
        [sampleCounter('ben'), 13],
        [sampleCounter('carla'), 17],
        [sampleCounter('dora'), 0],
      ]),
    });
    const usage = async (at: number) => byCounter(await store.usage(at));
    const anna = { counter: sampleCounter('anna'), reserved: 5 };
    const ben = { counter: sampleCounter('ben'), settled: 13, reserved: 0 };
    const carla = { counter: sampleCounter('carla'), settled: 0, reserved: 17 };
    assert.deepEqual(await usage(1999), byCounter([{ ...anna, settled: 18 }, ben, carla]));
    assert.deepEqual(await usage(2000), byCounter([{ ...anna, settled: 11 }, carla]));
    assert.deepEqual(await usage(3000), byCounter([{ ...anna, settled: 0 }, carla]));
  },
};

function byCounter(list: readonly CounterUsage[]): Map<string, CounterUsage> {
  return new Map(list.map((one) => [one.counter, one]));
}
