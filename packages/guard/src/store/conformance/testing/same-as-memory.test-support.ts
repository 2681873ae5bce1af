import fc from 'fast-check';
import { expect } from 'vitest';
import { defineCounters } from '../../apply/define-counters.ts';
import type { Operation } from '../../apply/operation.ts';
import { createBatcher } from '../../batcher.ts';
import type { GuardStore } from '../../guard-store.ts';
import { createMemoryStore } from '../../memory/memory-store.ts';
import type { StoreUnderTest } from '../conformance-case.ts';
import { CREDIT_DEFINITIONS, creditOperation, DAY_MS, settleOperation, voteOperation } from '../sample-operations.ts';

/** One step: what is asked for, in which batch it lands, and how much time passed. */
const STEPS = fc.array(
  fc.record({
    kind: fc.constantFrom('reserve', 'reserve', 'reserve', 'settle', 'settle', 'vote', 'stop', 'resume', 'define'),
    pick: fc.nat(11),
    minor: fc.constantFrom(1, 700, 2500, 5000, 5001),
    account: fc.constantFrom('anna', 'ben', 'é\u{1f4b6}'),
    outcome: fc.constantFrom('done', 'failed', 'unknown'),
    needsApproval: fc.boolean(),
    endsBatch: fc.boolean(),
    passedMs: fc.constantFrom(0, 0, 1, 1000, DAY_MS - 1, DAY_MS),
  } as const),
  { minLength: 5, maxLength: 25 },
);

type Step = typeof STEPS extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

/** A store does to the letter what the one in memory does, whatever is asked of it in whatever batches. */
export async function expectSameAsMemory(create: () => Promise<StoreUnderTest>, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      const { store, dispose } = await create();
      try {
        expect(await play(store, steps)).toEqual(await play(createMemoryStore(), steps));
      } finally {
        await dispose();
      }
    }),
    { seed: 1, numRuns },
  );
}

async function play(store: GuardStore, steps: readonly Step[]): Promise<unknown> {
  await defineCounters(store, CREDIT_DEFINITIONS, 1000);
  const batcher = createBatcher(store);
  const results: unknown[] = [];
  let at = 1000;
  let pending: Promise<unknown>[] = [];
  for (const [index, step] of steps.entries()) {
    at += step.passedMs;
    if (step.kind === 'define') {
      results.push(...(await Promise.all(pending.splice(0))));
      const windowMs = 1000 * (step.pick + 1);
      await defineCounters(store, [{ action: 'issue_credit', scope: 'tenant', unit: 'USD', windowMs }], at);
      continue;
    }
    pending.push(batcher.submit(operationOf(step, index, at)));
    if (!step.endsBatch) continue;
    results.push(...(await Promise.all(pending)));
    pending = [];
  }
  results.push(...(await Promise.all(pending)));
  const page = { limit: 1000 };
  const usage = [at, at + 1000, at + DAY_MS].map(
    async (time) => new Map((await store.usage(time)).map((one) => [one.counter, one])),
  );
  return [
    results,
    await store.receipts(0, page),
    await store.open(page),
    await store.approvals(page),
    await store.approvals({ ...page, state: 'pending', expiresAfter: at }),
    await store.open({ ...page, unknownAt: at }),
    await Promise.all(usage),
    new Map((await store.stops()).map((stop) => [stop.action, stop])),
  ];
}

/** Settlements and votes name what an earlier step may have made. */
function operationOf(step: Step, index: number, at: number): Operation {
  const { pick, minor, account, needsApproval } = step;
  const id = (prefix: string): string => prefix + pick.toString(16).padStart(31, '0');
  switch (step.kind) {
    case 'reserve':
      return creditOperation(index, {
        minor,
        account,
        order: pick,
        at,
        needsApproval,
        requestKey: `r-${pick}-${minor}`,
      });
    case 'settle':
      return { ...settleOperation(id('2'), step.outcome, at), receiptId: `5${index.toString(16).padStart(31, '0')}` };
    case 'vote':
      return { ...voteOperation(index, id('3'), 'carla'), time: { window: at, expiry: at } };
    default:
      return {
        kind: step.kind === 'stop' ? 'stop' : 'resume',
        receiptId: `6${index.toString(16).padStart(31, '0')}`,
        time: { window: at, expiry: at },
        action: pick < 3 ? 'issue_credit' : 'other',
        reason: account,
        actor: 'carla',
      };
  }
}
