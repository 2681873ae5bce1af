import type { ActionCeiling } from '@bezoar/core/actions';
import type { CounterDefinition } from '../../store/counter-key.ts';

/** The two actions of the histories. */
export const ACTIONS = ['issue_credit', 'close_account'] as const;

/** Ceilings by action. */
export type ModelPolicy = ReadonlyMap<string, readonly ActionCeiling[]>;

const usd = (scope: ActionCeiling['scope'], minor: number, windowMs: number): ActionCeiling => ({
  scope,
  limit: { minor, currency: 'USD' },
  windowMs,
});
const calls = (scope: ActionCeiling['scope'], count: number, windowMs: number): ActionCeiling => ({
  scope,
  limit: { count },
  windowMs,
});

const closing = [calls('account', 1, 900), calls('tenant', 3, 2_000)];

const CREDITS: readonly (readonly ActionCeiling[])[] = [
  [usd('account', 100, 1_000), usd('tenant', 150, 2_000), usd('global', 220, 1_000), calls('account', 5, 1_000)],
  [usd('account', 60, 1_000), usd('tenant', 150, 2_000), usd('global', 220, 1_000)],
  [usd('account', 120, 3_000), usd('account', 90, 1_000), usd('account', 80, 1_000)],
  [calls('global', 6, 1_500)],
  [
    usd('account', 200, 1_000),
    usd('global', 500, 700),
    { scope: 'account', limit: { minor: 5, currency: 'EUR' }, windowMs: 50 },
  ],
];

/** Policies that a history changes between: limits up and down, ceilings that come, go, and come back. */
export const POLICIES: readonly ModelPolicy[] = CREDITS.map(
  (credits, index): ModelPolicy =>
    new Map<string, readonly ActionCeiling[]>([
      ['issue_credit', credits],
      ['close_account', index === 3 ? [] : closing],
    ]),
);

/** The name of a policy, as its digest stands in receipts. */
export function policyName(index: number): string {
  return `policy-${index}`;
}

/** What a policy makes a store count. */
export function definitionsIn(policy: ModelPolicy): CounterDefinition[] {
  return [...policy].flatMap(([action, ceilings]) =>
    ceilings.map(({ scope, limit, windowMs }) => ({
      action,
      scope,
      unit: 'count' in limit ? 'count' : limit.currency,
      windowMs,
    })),
  );
}
