import assert from 'node:assert/strict';
import { verifyReceipts } from '../../receipts/verify-receipts.ts';
import { defineCounters } from '../apply/define-counters.ts';
import type { OperationResult } from '../apply/operation.ts';
import { type Batcher, createBatcher } from '../batcher.ts';
import type { GuardStore } from '../guard-store.ts';
import type { StoreUnderTest } from './conformance-case.ts';
import {
  CREDIT_CEILINGS,
  CREDIT_DEFINITIONS,
  creditOperation,
  DAY_MS,
  settleOperation,
  voteOperation,
} from './sample-operations.ts';
import { readIn } from './sample-rows.ts';

/** Ceilings, retries and approvals, through the batcher and the rules. */
export const MONEY_CASES: Readonly<Record<string, (target: StoreUnderTest) => Promise<void>>> = {
  'never lets more than a ceiling through, however many ask at once': async ({ store, second }) => {
    await defineCounters(store, CREDIT_DEFINITIONS, 1000);
    const stores = second === undefined ? [store] : [store, await second()];
    const batchers = stores.map((one, index) => createBatcher(one, { maxBatch: 3 + index }));
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        batchers[index % batchers.length]!.submit(
          creditOperation(index, { account: `account-${index % 4}`, minor: 700 }),
        ),
      ),
    );
    const allowed = results.filter(({ kind }) => kind === 'allowed');
    // 5000 an account are 7 of 700; 10,000 over all are 14.
    assert.equal(allowed.length, 14);
    assert.equal(results.filter((one) => one.kind === 'denied' && one.code === 'guard/ceiling-exceeded').length, 26);
    assert.equal((await store.open({ limit: 100 })).length, 14);
    await assertBooks(store, 1000);
  },

  'plays a day of money: retries, settlements, windows, failures and restarts': async ({ store: first, reopen }) => {
    let store = first;
    await defineCounters(store, CREDIT_DEFINITIONS, 1000);
    let batcher = createBatcher(store);
    const one = await allow(batcher, creditOperation(1, { minor: 3000, requestKey: 'r-1' }));
    assert.equal(
      (await batcher.submit(creditOperation(2, { minor: 3000, requestKey: 'r-1', order: 1 }))).kind,
      'replayed',
    );
    assertDenied(await batcher.submit(creditOperation(3, { minor: 3000, order: 1 })), 'guard/in-flight');
    assertDenied(await batcher.submit(creditOperation(4, { minor: 2001 })), 'guard/ceiling-exceeded');
    const two = await allow(batcher, creditOperation(5, { minor: 2000 }));
    await settle(batcher, one, 'done', 2000);
    await settle(batcher, two, 'failed', 2000);
    assertDenied(await batcher.submit(creditOperation(6, { minor: 3000, order: 1, at: 2000 })), 'guard/already-done');
    const three = await allow(batcher, creditOperation(7, { minor: 2000, order: 5, at: 2000 }));
    await settle(batcher, three, 'unknown', 3000);
    await assertBooks(store, 3000);

    if (reopen !== undefined) {
      store = await reopen();
      batcher = createBatcher(store);
    }
    assertDenied(await batcher.submit(creditOperation(8, { minor: 1, at: 3000 })), 'guard/ceiling-exceeded');
    assertDenied(await batcher.submit(creditOperation(9, { minor: 1, order: 5, at: 3000 })), 'guard/outcome-unknown');
    // A millisecond before the window of the first is over, and then.
    const end = 2000 + DAY_MS;
    assertDenied(await batcher.submit(creditOperation(10, { minor: 1, at: end - 1 })), 'guard/ceiling-exceeded');
    await allow(batcher, creditOperation(11, { minor: 3000, at: end }));
    await assertBooks(store, end);
    const open = await store.open({ limit: 10 });
    assert.deepEqual(
      open.map(({ onceKey }) => onceKey),
      ['order-5', 'order-11'],
    );
    // What somebody found out counts from then on.
    await settle(batcher, three, 'done', end, true);
    await assertBooks(store, end);
    assert.equal(
      (await store.usage(end + DAY_MS)).reduce((sum, { settled }) => sum + settled, 0),
      0,
    );
  },

  'executes an approved request once, whoever presents it': async ({ store, second }) => {
    await defineCounters(store, CREDIT_DEFINITIONS, 1000);
    const batcher = createBatcher(store);
    const asked = await batcher.submit(creditOperation(1, { minor: 4000, needsApproval: true }));
    assert.equal(asked.kind, 'waiting');
    const { id } = (asked as OperationResult & { kind: 'waiting' }).approval;
    const again = await batcher.submit(creditOperation(2, { minor: 4000, needsApproval: true, order: 1 }));
    assert.equal(again.kind === 'waiting' ? again.approval.id : again.kind, id);
    assert.equal((await store.approvals({ limit: 10, state: 'pending' })).length, 1);
    assert.equal((await batcher.submit(voteOperation(3, id, 'anna'))).kind, 'refused');
    assert.equal((await batcher.submit(voteOperation(4, id, 'carla'))).kind, 'voted');
    const batchers = second === undefined ? [batcher] : [batcher, createBatcher(await second())];
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        batchers[index % batchers.length]!.submit(
          creditOperation(10 + index, { minor: 4000, needsApproval: true, order: 1, presented: id }),
        ),
      ),
    );
    assert.equal(results.filter(({ kind }) => kind === 'allowed').length, 1);
    const [approval] = await store.approvals({ limit: 10, state: 'consumed' });
    const winner = results.find((result) => result.kind === 'allowed');
    assert.equal(approval?.reservation, winner?.kind === 'allowed' ? winner.reservation.id : undefined);
    await assertBooks(store, 1000);
  },

  'lets 20 requests of an account wait and no more, however many ask at once, until people answer or time does':
    async ({ store: first, second, reopen }) => {
      await defineCounters(first, CREDIT_DEFINITIONS, 1000);
      const stores = second === undefined ? [first] : [first, await second()];
      const batchers = stores.map((one, index) => createBatcher(one, { maxBatch: 3 + index }));
      const ask = (number: number, at = 1000) => {
        const account = number % 2 === 0 ? 'account-0' : 'account-1';
        return creditOperation(number, { account, minor: 700, needsApproval: true, at });
      };
      const results = await Promise.all(
        Array.from({ length: 60 }, (_, index) => batchers[(index >> 1) % batchers.length]!.submit(ask(index))),
      );
      const waiting = results.flatMap((one) => (one.kind === 'waiting' ? [one.approval] : []));
      assert.deepEqual(
        ['account-0', 'account-1'].map((name) => waiting.filter(({ principal }) => principal.account === name).length),
        [20, 20],
      );
      assert.equal(results.filter((one) => one.kind === 'denied' && one.code === 'guard/approval-refused').length, 20);
      assert.equal((await first.approvals({ limit: 100 })).length, 40);

      const store = reopen === undefined ? first : await reopen();
      const batcher = createBatcher(store);
      assertDenied(await batcher.submit(ask(60)), 'guard/approval-refused');
      const { id } = waiting.find(({ principal }) => principal.account === 'account-0')!;
      assert.equal((await batcher.submit(voteOperation(61, id, 'carla'))).kind, 'voted');
      const both = await Promise.all([batcher.submit(ask(62)), batcher.submit(ask(64))]);
      assert.deepEqual(both.map(({ kind }) => kind).sort(), ['denied', 'waiting']);
      assertDenied(await batcher.submit(ask(66, 1000 + DAY_MS - 1)), 'guard/approval-refused');
      assert.equal((await batcher.submit(ask(68, 1000 + DAY_MS))).kind, 'waiting');
      await assertBooks(store, 1000);
    },

  'stops an action for every handle from the next decision on': async ({ store, second }) => {
    await defineCounters(store, CREDIT_DEFINITIONS, 1000);
    const batcher = createBatcher(second === undefined ? store : await second());
    await createBatcher(store).submit({
      kind: 'stop',
      receiptId: 'c'.repeat(32),
      time: { window: 1000, expiry: 1000 },
      action: 'issue_credit',
      reason: 'incident',
      actor: 'carla',
    });
    assertDenied(await batcher.submit(creditOperation(1, { minor: 1 })), 'guard/stopped');
    await batcher.submit({
      kind: 'resume',
      receiptId: 'e'.repeat(32),
      time: { window: 1000, expiry: 1000 },
      action: 'issue_credit',
      reason: '',
      actor: 'carla',
    });
    await allow(batcher, creditOperation(2, { minor: 1 }));
  },

  'starts a counter that is new from what there was': async ({ store }) => {
    const [daily] = CREDIT_DEFINITIONS;
    await defineCounters(store, [daily!], 1000);
    const batcher = createBatcher(store);
    const [ceiling] = CREDIT_CEILINGS;
    const one = await allow(batcher, creditOperation(1, { minor: 1000, ceilings: [ceiling!] }));
    await allow(batcher, creditOperation(2, { minor: 500, ceilings: [ceiling!] }));
    await settle(batcher, one, 'done', 2000);
    await defineCounters(store, CREDIT_DEFINITIONS, 3000);
    await assertBooks(store, 3000);
    assert.equal((await store.usage(3000)).length, CREDIT_DEFINITIONS.length);
    for (const { settled, reserved } of await store.usage(3000)) assert.deepEqual([settled, reserved], [1000, 500]);
  },
};

async function allow(batcher: Batcher, operation: Parameters<Batcher['submit']>[0]): Promise<string> {
  const result = await batcher.submit(operation);
  assert.equal(result.kind, 'allowed', JSON.stringify(result));
  return result.kind === 'allowed' ? result.reservation.id : '';
}

async function settle(
  batcher: Batcher,
  reservation: string,
  outcome: 'done' | 'failed' | 'unknown',
  at: number,
  isOperator = false,
): Promise<void> {
  const result = await batcher.submit(settleOperation(reservation, outcome, at, isOperator));
  assert.equal(result.kind, 'settled', JSON.stringify(result));
}

function assertDenied(result: OperationResult, code: string): void {
  assert.equal(result.kind === 'denied' ? result.code : result.kind, code);
}

/** The chain is sound, and every counter is the sum of what it holds. */
async function assertBooks(store: GuardStore, at: number): Promise<void> {
  const receipts = await store.receipts(0, { limit: 10_000 });
  assert.equal(verifyReceipts(receipts).isSound, true);
  const ids = receipts.flatMap(({ reservation }) => (reservation === undefined ? [] : [reservation]));
  await readIn(store, async (transaction) => {
    const sums = new Map<string, number>();
    for (const { counter, amount, until } of await transaction.holds([...new Set(ids)])) {
      if (until === null || until > at) sums.set(counter, (sums.get(counter) ?? 0) + amount);
    }
    const counters = await transaction.counters([...sums.keys()]);
    for (const [counter, sum] of sums) assert.equal(counters.get(counter) ?? 0, sum, counter);
  });
  for (const { settled, reserved } of await store.usage(at)) assert.ok(settled >= 0 && reserved >= 0);
}
