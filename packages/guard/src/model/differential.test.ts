import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperationResult } from '../store/apply/operation.ts';
import type { GuardStore } from '../store/guard-store.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { compareWithModel, Disagreement, type Implementation } from './testing/compare.test-support.ts';
import { batched, direct, withSqliteStore } from './testing/implementation.test-support.ts';
import { histories } from './testing/step.test-support.ts';

/** Every answer that the histories must lead to, or they would show nothing of it. */
const ANSWERS = [
  'allowed approved',
  'allowed reserved',
  'denied guard/already-done',
  'denied guard/approval-refused',
  'denied guard/ceiling-exceeded',
  'denied guard/in-flight',
  'denied guard/key-reused',
  'denied guard/not-eligible',
  'denied guard/outcome-unknown',
  'denied guard/stopped',
  'recorded',
  'refused guard/no-such-request',
  'refused guard/no-such-reservation',
  'refused guard/not-an-approver',
  'refused guard/not-waiting',
  'refused guard/not-yours',
  'refused guard/settled-already',
  'replayed reserved',
  'settled done',
  'settled failed',
  'settled unknown',
  'voted approved',
  'voted denied',
  'voted pending',
  'waiting approved',
  'waiting pending',
];

describe('a store', () => {
  it('in memory answers and holds what the reference model does, whatever happens in whatever order', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(histories({ maxSteps: 80 }), async (history) => {
        const answers = await compareWithModel(direct(createMemoryStore()), history);
        for (const name of answers.keys()) seen.add(name);
      }),
      { seed: 1, numRuns: 160 },
    );
    expect([...seen].sort()).toEqual(ANSWERS);
  });

  it('is asked by the histories for more than may wait', async () => {
    let refused = 0;
    const counting = (implementation: Implementation): Implementation => ({
      ...implementation,
      apply: async (operations) => {
        const results = await implementation.apply(operations);
        for (const result of results) {
          if (result.kind === 'denied' && / wait already$/.test(result.reasons.join())) refused += 1;
        }
        return results;
      },
    });
    await fc.assert(
      fc.asyncProperty(histories({ maxSteps: 80 }), async (history) => {
        await compareWithModel(counting(direct(createMemoryStore())), history, { stateEvery: 80 });
      }),
      { seed: 5, numRuns: 60 },
    );
    expect(refused).toBeGreaterThan(20);
  });

  it('in memory does so behind the batcher too', async () => {
    await fc.assert(
      fc.asyncProperty(histories({ maxSteps: 60 }), async (history) => {
        await compareWithModel(batched(createMemoryStore()), history);
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('in an SQLite file does so', async () => {
    await fc.assert(
      fc.asyncProperty(histories({ maxSteps: 80 }), (history) =>
        withSqliteStore(async (store) => {
          await compareWithModel(batched(store), history, { stateEvery: 8 });
        }),
      ),
      { seed: 3, numRuns: 20 },
    );
  });
});

describe('the comparison', () => {
  const broken = (change: (implementation: Implementation) => Implementation): Promise<void> =>
    fc.assert(
      fc.asyncProperty(histories({ maxSteps: 80 }), async (history) => {
        await compareWithModel(change(direct(createMemoryStore())), history);
      }),
      { seed: 4, numRuns: 100, endOnFailure: true },
    );
  const causeOf = async (failing: Promise<void>): Promise<unknown> =>
    failing.then(
      () => 'nothing',
      (error: Error) => error.cause,
    );

  it('notices a limit that is one too high', async () => {
    const change = (implementation: Implementation): Implementation => ({
      ...implementation,
      apply: (operations) =>
        implementation.apply(
          operations.map((one) => {
            if (one.kind !== 'reserve') return one;
            const ceilings = one.ceilings.map((ceiling) => ({
              ...ceiling,
              limit:
                'count' in ceiling.limit
                  ? { count: ceiling.limit.count + 1 }
                  : { ...ceiling.limit, minor: ceiling.limit.minor + 1 },
            }));
            return { ...one, ceilings };
          }),
        ),
    });
    expect(await causeOf(broken(change))).toBeInstanceOf(Disagreement);
  });

  it('notices a millisecond', async () => {
    const change = (implementation: Implementation): Implementation => ({
      ...implementation,
      apply: (operations) =>
        implementation.apply(
          operations.map((one) => ({ ...one, time: { window: one.time.window, expiry: one.time.expiry + 1 } })),
        ),
    });
    expect(await causeOf(broken(change))).toBeInstanceOf(Disagreement);
  });

  it('notices a store that forgets a hold', async () => {
    const forgetful = (store: GuardStore): GuardStore => ({
      ...store,
      transact: (work) =>
        store.transact((transaction) =>
          work({
            ...transaction,
            write: (changes) => transaction.write({ ...changes, holds: changes.holds.slice(1) }),
          }),
        ),
    });
    const change = (): Implementation => direct(forgetful(createMemoryStore()));
    expect(await causeOf(broken(change))).toBeInstanceOf(Disagreement);
  });

  it('notices an answer that names another receipt', async () => {
    const change = (implementation: Implementation): Implementation => ({
      ...implementation,
      apply: async (operations) =>
        (await implementation.apply(operations)).map((result, index): OperationResult => {
          if (result.kind !== 'denied' || result.reservation === undefined) return result;
          return { ...result, receipt: { ...result.receipt, id: operations[index]!.receiptId } };
        }),
    });
    expect(await causeOf(broken(change))).toBeInstanceOf(Disagreement);
  });
});
