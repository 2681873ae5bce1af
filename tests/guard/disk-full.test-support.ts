import { createGuard, type Guard, type GuardStore, parseGuardPolicy } from '@bezoar/guard';
import { samplePolicyJson } from '../../packages/guard/src/testing/sample-policy.test-support.ts';
import { storeFaults } from './store-check.test-support.ts';
import type { Effect } from './workers.test-support.ts';

const POLICY = parseGuardPolicy(
  samplePolicyJson({
    action: {
      ceilings: [{ scope: 'global', limit: { minor: 1_000_000_000, currency: 'USD' }, windowMs: 86_400_000 }],
      approval: undefined,
    },
  }),
);
const ANNA = { account: 'anna', tenant: 'acme' };

/** A guard whose effects are counted. */
export interface CountedGuard {
  readonly guard: Guard;
  /** Asks for an order. Resolves to the decision with its code, or with how it was settled. */
  credit(order: string): Promise<string>;
  /** What is wrong with the store, by its receipts and the effects that there were. */
  faults(): Promise<readonly string[]>;
  readonly effects: readonly Effect[];
}

/** A guard on a store. The idempotency key is as long as one may be, so that a small disk is soon full. */
export async function countedGuard(store: GuardStore): Promise<CountedGuard> {
  const effects: Effect[] = [];
  const lookups = { 'refund-eligibility': async () => ({ eligible: true }) };
  const guard = await createGuard({ policy: POLICY, store, lookups });
  const execute = guard.guard('issue_credit', async ({ arguments: { order_id, amount_cents }, reservation }) => {
    effects.push({ ...ANNA, order: String(order_id), minor: Number(amount_cents), reservation: reservation! });
  });
  return {
    guard,
    effects,
    credit: async (order) => {
      const outcome = await execute({ principal: ANNA, arguments: { order_id: order, amount_cents: 100 } });
      return `${outcome.decision} ${'code' in outcome ? outcome.code : outcome.settlement}`;
    },
    faults: () => storeFaults(store, POLICY, effects),
  };
}
