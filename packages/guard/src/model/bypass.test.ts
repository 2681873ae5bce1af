import { describe, expect, it } from 'vitest';
import { createGuard, type Guard } from '../guard/create-guard.ts';
import { parseGuardPolicy } from '../policy/parse-guard-policy.ts';
import type { Operation, OperationResult } from '../store/apply/operation.ts';
import { createBatcher } from '../store/batcher.ts';
import type { GuardStore } from '../store/guard-store.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';

// Ways around a ceiling or a key that once were open.

const ANNA = { account: 'anna', tenant: 'acme' };
const DAY_MS = 86_400_000;
const lookups = { 'refund-eligibility': async () => ({ eligible: true }) };
const dollars = (minor: number, windowMs = 30 * DAY_MS) => ({
  scope: 'account',
  limit: { minor, currency: 'USD' },
  windowMs,
});

function guardOf(store: GuardStore, ceilings: readonly object[], options: { storeMs?: number } = {}): Promise<Guard> {
  return createGuard({
    policy: parseGuardPolicy(samplePolicyJson({ action: { ceilings } })),
    store,
    lookups,
    ...options,
  });
}
const credit = (order: string, cents: number, idempotencyKey?: string) => ({
  action: 'issue_credit',
  principal: ANNA,
  arguments: { order_id: order, amount_cents: cents },
  ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
});

describe('a ceiling', () => {
  it('keeps what other actions hold when one of them fails', async () => {
    const guard = await guardOf(createMemoryStore(), [dollars(2_000)]);
    await guard.authorize(credit('1', 1_500));
    const small = await guard.authorize(credit('2', 500));
    await guard.settle({ reservation: 'reservation' in small ? small.reservation! : '', outcome: 'failed' });
    expect(await guard.authorize(credit('3', 501))).toMatchObject({ code: 'guard/ceiling-exceeded' });
    expect(await guard.authorize(credit('4', 500))).toMatchObject({ decision: 'allow' });
  });

  it('finds what was spent while the policy was without it', async () => {
    const store = createMemoryStore();
    await guardOf(store, [dollars(2_000), dollars(1_500, DAY_MS)]);
    const without = await guardOf(store, [dollars(2_000)]);
    await without.authorize(credit('1', 1_500));
    const again = await guardOf(store, [dollars(2_000), dollars(1_500, DAY_MS)]);
    expect(await again.authorize(credit('2', 1))).toMatchObject({ code: 'guard/ceiling-exceeded' });
  });

  it('finds what a process with the policy of before spends beside it', async () => {
    const store = createMemoryStore();
    const old = await guardOf(store, [dollars(2_000)]);
    const now = await guardOf(store, [dollars(2_000), dollars(1_500, DAY_MS)]);
    await old.authorize(credit('1', 1_500));
    expect(await now.authorize(credit('2', 1))).toMatchObject({ code: 'guard/ceiling-exceeded' });
  });
});

describe('a store that was too slow', () => {
  it('does not take back what a retry was given in the meantime', async () => {
    let open = (): void => undefined;
    const memory = createMemoryStore();
    const gate = { isShut: false };
    const store: GuardStore = {
      ...memory,
      transact: async (work) => {
        if (gate.isShut) await new Promise<void>((resolve) => (open = resolve));
        return memory.transact(work);
      },
    };
    const guard = await guardOf(store, [dollars(5_000)], { storeMs: 50 });
    gate.isShut = true;
    expect(await guard.authorize(credit('1', 1_000, 'key'))).toMatchObject({ code: 'guard/store-failed' });
    const retry = guard.authorize(credit('1', 1_000, 'key'));
    await new Promise(setImmediate);
    gate.isShut = false;
    open();
    const given = await retry;
    expect(given).toMatchObject({ decision: 'allow', isReplay: true });
    await guard.drain();
    await new Promise(setImmediate);
    await guard.drain();
    // The caller may be executing by now: the key is not free, and the amount is held.
    expect(await guard.authorize(credit('1', 1_000))).toMatchObject({ decision: 'deny', code: 'guard/in-flight' });
    const reservation = 'reservation' in given ? given.reservation! : '';
    expect(await guard.settle({ reservation, outcome: 'done' })).toMatchObject({ kind: 'settled' });
  });
});

describe('a commit whose answer was lost', () => {
  it('is noticed although the first operation of the batch had nothing to write', async () => {
    const memory = createMemoryStore();
    const lost = { isLost: false };
    const store: GuardStore = {
      ...memory,
      transact: async (work) => {
        const result = await memory.transact(work);
        if (lost.isLost) throw new Error('connection reset');
        return result;
      },
    };
    const batcher = createBatcher(store);
    lost.isLost = true;
    const time = { window: 1_000, expiry: 1_000 };
    const nothing: Operation = {
      kind: 'settle',
      receiptId: 'a',
      time,
      reservation: 'none',
      outcome: 'done',
      actor: 'host',
      isOperator: false,
    };
    const stop: Operation = { kind: 'stop', receiptId: 'b', time, action: '', reason: 'because', actor: 'eve' };
    const results = await Promise.allSettled<OperationResult>([batcher.submit(nothing), batcher.submit(stop)]);
    expect(results).toMatchObject([
      { status: 'rejected', reason: { code: 'guard/store-failed' } },
      { status: 'rejected', reason: { code: 'guard/store-failed' } },
    ]);
    expect(await memory.receipts(0, { limit: 10 })).toHaveLength(1);
  });
});
