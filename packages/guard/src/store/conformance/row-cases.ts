import assert from 'node:assert/strict';
import type { StoreUnderTest } from './conformance-case.ts';
import {
  AWKWARD_TEXTS,
  readIn,
  sampleApproval,
  sampleCounter,
  sampleHold,
  sampleId,
  sampleReceipt,
  sampleReservation,
  writeReservations,
  writeSample,
} from './sample-rows.ts';

const BIG = Number.MAX_SAFE_INTEGER;

/** What is written is read again, exactly. */
export const ROW_CASES: Readonly<Record<string, (target: StoreUnderTest) => Promise<void>>> = {
  'starts empty': async ({ store }) => {
    const head = await store.transact((transaction) => transaction.head());
    assert.deepEqual(head, { sequence: 0, hash: '0'.repeat(64), at: 0 });
    assert.deepEqual(await store.receipts(0, { limit: 10 }), []);
    assert.deepEqual(await store.open({ limit: 10 }), []);
    assert.deepEqual(await store.approvals({ limit: 10 }), []);
    assert.deepEqual(await store.usage(0), []);
    assert.deepEqual(await store.stops(), []);
    assert.equal(await store.reservation(sampleId(1)), undefined);
    assert.equal(await store.hasReceipt(sampleId(1)), false);
    await readIn(store, async (transaction) => {
      const ids = [sampleId(1), ''];
      assert.equal((await transaction.keys(ids)).size, 0);
      assert.equal((await transaction.reservations(ids)).size, 0);
      assert.equal((await transaction.counters(ids)).size, 0);
      assert.deepEqual(await transaction.holds(ids), []);
      assert.equal((await transaction.approvals(ids)).size, 0);
      assert.deepEqual(await transaction.definitions(), []);
      assert.equal((await transaction.expireHolds(BIG)).size, 0);
      assert.deepEqual(await transaction.countedSince('issue_credit', 0), []);
    });
  },

  'answers an empty list of keys with nothing': async ({ store }) => {
    await writeReservations(store, [{ number: 1 }], {
      keys: new Map([['key', sampleId(1)]]),
      holds: [sampleHold(1, 5, null)],
    });
    await readIn(store, async (transaction) => {
      assert.equal((await transaction.keys([])).size, 0);
      assert.equal((await transaction.reservations([])).size, 0);
      assert.equal((await transaction.counters([])).size, 0);
      assert.deepEqual(await transaction.holds([]), []);
      assert.equal((await transaction.approvals([])).size, 0);
    });
  },

  'gives receipts back exactly, in the order of the chain, a page at a time': async ({ store }) => {
    const bodies = AWKWARD_TEXTS.map((text, index) => ({
      id: sampleId(index),
      body: {
        kind: 'allow' as const,
        action: text,
        tenant: text,
        amount: { minor: BIG - index, currency: 'USD' },
        intent: `${text}\0\ud800`,
        mode: 'shadow' as const,
      },
    }));
    const written = [
      ...(await writeSample(store, { receipts: bodies.slice(0, 5), at: BIG - 1 })),
      ...(await writeSample(store, { receipts: bodies.slice(5) })),
    ];
    assert.deepEqual(await store.receipts(0, { limit: 1000 }), written);
    assert.deepEqual(await store.receipts(3, { limit: 4 }), written.slice(3, 7));
    assert.deepEqual(await store.receipts(written.length, { limit: 4 }), []);
    assert.equal(await store.hasReceipt(sampleId(3)), true);
    assert.equal(await store.hasReceipt(sampleId(999)), false);
    const head = await store.transact((transaction) => transaction.head());
    assert.deepEqual(head, { sequence: written.length, hash: written.at(-1)!.hash, at: BIG - 1 });
  },

  'gives every field of a reservation back exactly': async ({ store }) => {
    const list = [
      ...AWKWARD_TEXTS.map((text, index) => ({
        number: index,
        action: text,
        principal: { account: `${text}\0`, tenant: text },
        requester: `${text}\ud800`,
        caller: text,
        argumentsDigest: text,
        onceKey: text,
        requestKey: text,
        approval: text,
      })),
      { number: 100, onceKey: null, requestKey: null, amount: null, approval: null, mode: 'shadow' as const },
      {
        number: 101,
        amount: { minor: BIG, currency: 'JPY' },
        state: 'done' as const,
        reservedAt: BIG - 2,
        executeBy: BIG,
        settledAt: BIG - 1,
      },
      { number: 102, state: 'failed' as const, settledAt: 0 },
      { number: 103, state: 'unknown' as const },
    ];
    const written = await writeReservations(store, list);
    for (const reservation of written) assert.deepEqual(await store.reservation(reservation.id), reservation);
    const ids = written.map(({ id }) => id);
    const read = await readIn(store, (transaction) => transaction.reservations([...ids, 'absent', ...ids]));
    assert.deepEqual(new Map(read), new Map(written.map((one) => [one.id, one])));
  },

  'replaces a reservation that changed, and keeps its receipt': async ({ store }) => {
    const [first] = await writeReservations(store, [{ number: 1 }, { number: 2 }]);
    const settled = { ...first!, state: 'done' as const, settledAt: 5000 };
    await writeSample(store, { reservations: [settled] });
    assert.deepEqual(await store.reservation(first!.id), settled);
    assert.equal((await store.reservation(sampleId(2)))?.state, 'reserved');
    assert.equal((await store.receipts(0, { limit: 10 })).length, 2);
  },

  'finds a reservation whose receipt was written before it': async ({ store }) => {
    const [receipt] = await writeSample(store, { receipts: [sampleReceipt(1)] });
    const reservation = sampleReservation(1, receipt!);
    await writeSample(store, { reservations: [reservation] });
    assert.deepEqual(await store.reservation(reservation.id), reservation);
  },

  'keeps keys apart byte by byte, and points one anew': async ({ store }) => {
    await writeSample(store, { keys: new Map(AWKWARD_TEXTS.map((text, index) => [text, sampleId(index)])) });
    await writeSample(store, { keys: new Map([['A', 'moved']]) });
    const read = await readIn(store, (transaction) => transaction.keys([...AWKWARD_TEXTS, 'absent', 'A']));
    assert.deepEqual(
      new Map(read),
      new Map(AWKWARD_TEXTS.map((text, index) => [text, text === 'A' ? 'moved' : sampleId(index)])),
    );
  },

  'reads thousands of keys at once': async ({ store }) => {
    const keys = Array.from({ length: 3000 }, (_, index) => `key-${index}`);
    await writeSample(store, {
      keys: new Map(keys.map((key) => [key, `of ${key}`])),
      counters: new Map(keys.map((key, index) => [key, index + 1])),
    });
    const wanted = keys.filter((_, index) => index % 2 === 0);
    const [found, counters] = await readIn(store, async (transaction) => [
      await transaction.keys(wanted),
      await transaction.counters(wanted),
    ]);
    assert.deepEqual(new Map(found), new Map(wanted.map((key) => [key, `of ${key}`])));
    assert.deepEqual(new Map(counters), new Map(wanted.map((key) => [key, keys.indexOf(key) + 1])));
  },

  'keeps counters exactly up to 2^53 - 1, and forgets none': async ({ store }) => {
    const values = [1, BIG, BIG - 1, -5, 2 ** 32, 2 ** 31];
    const counters = new Map(AWKWARD_TEXTS.map((text, index) => [text, values[index % values.length]!]));
    await writeSample(store, { counters });
    await writeSample(store, {
      counters: new Map([
        ['A', 0],
        ['a', 7],
      ]),
    });
    const read = await readIn(store, (transaction) => transaction.counters(AWKWARD_TEXTS));
    for (const [text, value] of counters) {
      assert.equal(read.get(text) ?? 0, text === 'A' ? 0 : text === 'a' ? 7 : value, text);
    }
  },

  'gives approval requests back exactly, the newest first': async ({ store }) => {
    const all = AWKWARD_TEXTS.map((text, index) =>
      sampleApproval(index, {
        requester: text,
        canonicalArguments: `{"a":${JSON.stringify(text)}}`,
        principal: { account: `${text}\0`, tenant: text },
        amount: index % 2 === 0 ? null : { minor: BIG, currency: 'USD' },
        votes: [
          { approver: text, decision: 'approve', reason: `${text}\ud800`, at: BIG, signature: 'c2ln' },
          { approver: 'b', decision: 'deny', reason: '', at: 0 },
        ],
        context: { intent: text, model: text, conversation: text, agent: text },
        reservation: index % 2 === 0 ? null : sampleId(index),
      }),
    );
    await writeSample(store, { approvals: all.slice(0, 3) });
    await writeSample(store, { approvals: all.slice(3) });
    const decided = { ...all[1]!, state: 'approved' as const };
    await writeSample(store, { approvals: [decided] });
    const expected = all.map((one, index) => (index === 1 ? decided : one)).reverse();
    assert.deepEqual(await store.approvals({ limit: 100 }), expected);
    assert.deepEqual(await store.approvals({ limit: 2 }), expected.slice(0, 2));
    assert.deepEqual(await store.approvals({ limit: 100, state: 'approved' }), [decided]);
    assert.deepEqual(await store.approvals({ limit: 2, state: 'pending' }), expected.slice(0, 2));
    assert.deepEqual(await store.approvals({ limit: 2, state: 'denied' }), []);
    const read = await readIn(store, (transaction) => transaction.approvals([decided.id, all[0]!.id, 'absent']));
    assert.deepEqual(new Map(read), new Map([decided, all[0]!].map((one) => [one.id, one])));
  },

  'keeps stops until they are lifted': async ({ store }) => {
    const stops = AWKWARD_TEXTS.map((text, index) => ({ action: text, reason: `${text}\0`, by: text, at: index }));
    await writeSample(store, { stops: new Map(stops.map((stop) => [stop.action, stop])) });
    const changed = { ...stops[1]!, reason: 'again' };
    await writeSample(store, {
      stops: new Map([
        [stops[0]!.action, null],
        [changed.action, changed],
        ['absent', null],
      ]),
    });
    const expected = [changed, ...stops.slice(2)];
    const byAction = (list: readonly { readonly action: string }[]) => new Map(list.map((stop) => [stop.action, stop]));
    assert.deepEqual(byAction(await store.stops()), byAction(expected));
    assert.deepEqual(byAction(await readIn(store, (transaction) => transaction.stops())), byAction(expected));
  },

  'keeps each definition of a counter once': async ({ store }) => {
    const definitions = AWKWARD_TEXTS.map(
      (action) => ({ action, scope: 'account', unit: 'USD', windowMs: BIG }) as const,
    );
    await writeSample(store, { definitions });
    await writeSample(store, { definitions: [definitions[0]!, { ...definitions[0]!, scope: 'tenant' }] });
    const read = await readIn(store, (transaction) => transaction.definitions());
    assert.deepEqual(new Set(read.map((one) => JSON.stringify([one.action, one.scope]))).size, definitions.length + 1);
    assert.equal(read.length, definitions.length + 1);
    assert.deepEqual(
      read.find(({ action }) => action === AWKWARD_TEXTS[3]),
      definitions[3],
    );
  },

  'keeps holds by reservation and counter, and drops those that are released': async ({ store }) => {
    const holds = [sampleHold(1, 5, null), sampleHold(1, 6, BIG, 'ben'), sampleHold(2, BIG, 1), sampleHold(3, 1, null)];
    await writeSample(store, { holds });
    const all = [1, 2, 3].map(sampleId);
    const read = async () => sorted(await readIn(store, (transaction) => transaction.holds([...all, 'absent'])));
    assert.deepEqual(await read(), sorted(holds));
    assert.deepEqual(await readIn(store, (transaction) => transaction.holds([sampleId(3)])), [holds[3]]);
    const changed = { ...holds[0]!, until: 77 };
    await writeSample(store, { holds: [changed], released: [sampleId(3), 'absent'] });
    assert.deepEqual(await read(), sorted([changed, holds[1]!, holds[2]!]));
    // Released in the same write wins.
    await writeSample(store, { holds: [sampleHold(4, 9, null)], released: [sampleId(4), sampleId(1)] });
    assert.deepEqual(await read(), [holds[2]]);
    assert.equal(sampleCounter('anna') === sampleCounter('ben'), false);
  },
};

function sorted<T>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
