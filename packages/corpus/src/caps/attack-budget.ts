import type { CapCounts, CapsPolicy } from '@bezoar/core';

/** Poisoned records for which the budget is stated: measured fine-tunes fall at 25 and below, pre-training at 250. */
export const BUDGET_RECORDS = ['5', '10', '25', '50', '100', '250'] as const;

/** Fewest unlinked accounts per number of records; `null`: the caps make it impossible. */
export type AccountsNeeded = Readonly<Record<(typeof BUDGET_RECORDS)[number], number | null>>;

/** What an attack costs under the caps. */
export interface AttackBudget {
  readonly overall: AccountsNeeded;
  /** Among the records that teach a declared action. */
  readonly slice: AccountsNeeded;
}

/**
 * The fewest accounts that share no attribute and no text with which an attacker lands so many records, all selected,
 * through one source and at most `tenants` tenants. Without a cap one account does.
 *
 * It is an upper bound on what the caps give: tenant and source caps are rates, so whoever waits for the next window
 * meets only the caps of accounts, which with `lineage` hold for good; and without `lineage` patience replaces accounts.
 */
export function attackBudget(caps: CapsPolicy, options: { readonly tenants: number }): AttackBudget {
  const slice: CapCounts = {
    ...tighter('account', caps),
    ...tighter('tenant', caps),
    ...tighter('source', caps),
  };
  return { overall: accountsNeeded(caps.records, options.tenants), slice: accountsNeeded(slice, options.tenants) };
}

function tighter(scope: keyof CapCounts, { records, slice }: CapsPolicy): CapCounts {
  const limit = Math.min(records[scope] ?? Number.POSITIVE_INFINITY, slice[scope] ?? Number.POSITIVE_INFINITY);
  return limit === Number.POSITIVE_INFINITY ? {} : { [scope]: limit };
}

function accountsNeeded(caps: CapCounts, tenants: number): AccountsNeeded {
  const needed = BUDGET_RECORDS.map((records) => [records, fewest(Number(records), caps, tenants)] as const);
  return Object.fromEntries(needed) as Record<(typeof BUDGET_RECORDS)[number], number | null>;
}

/** Accounts that fill their own cap first; then, in each tenant, one more takes what is left of the tenant's. */
function fewest(records: number, caps: CapCounts, tenants: number): number | null {
  const { account = Number.POSITIVE_INFINITY, tenant = Number.POSITIVE_INFINITY, source } = caps;
  if (source !== undefined && records > source) return null;
  if (tenant === Number.POSITIVE_INFINITY)
    return account === Number.POSITIVE_INFINITY ? 1 : Math.ceil(records / account);
  const perTenant = Math.floor(tenant / account);
  const whole = tenants * perTenant;
  if (records <= whole * account) return Math.ceil(records / account);
  const rest = records - (whole === 0 ? 0 : whole * account);
  const left = perTenant === 0 ? tenant : tenant % account;
  return rest <= tenants * left ? whole + Math.ceil(rest / left) : null;
}
