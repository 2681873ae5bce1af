// @ts-check
// A guard in memory: `listed` is a tool of which nothing is kept, `counted` an action with ceilings of account and all.
import { canonicalJson } from '@bezoar/core';
import { createGuard, createMemoryStore, parseGuardPolicy } from '@bezoar/guard';

export const PRINCIPAL = { account: 'anna', tenant: 'acme' };

export function benchGuard() {
  const limit = { minor: 1_000_000_000, currency: 'USD' };
  const action = {
    name: 'counted',
    amount: { argument: 'amount_cents', currency: 'USD', unit: 'minor' },
    oncePer: ['order_id'],
    claims: [],
    ceilings: ['account', 'global'].map((scope) => ({ scope, limit, windowMs: 86_400_000 })),
  };
  const listed = {
    name: 'listed',
    arguments: { amount_cents: { type: 'integer', optional: false }, order_id: { type: 'text', optional: false } },
    destinations: [],
    secrets: [],
  };
  const policy = canonicalJson({
    version: 1,
    actions: { default: 'deny', lookups: [], actions: [action] },
    guard: { leastPrivilege: { tools: [listed] } },
  });
  return createGuard({ policy: parseGuardPolicy(policy), store: createMemoryStore() });
}
