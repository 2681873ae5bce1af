import { seededRandom } from '@bezoar/core';
import { zipfSampler } from '../larkfield/language/zipf.ts';
import { token } from '../larkfield/world/accounts.ts';

/** How records are given to accounts. */
export interface AccountPlan {
  readonly accounts: number;
  readonly tenants: number;
  /** Exponent of the Zipf law of records per account: 0 is even, 1 is usual. */
  readonly skew: number;
  readonly seed: number | string;
}

/** Gives every record a `tenant` and an `account`, replacing what it had; accounts follow Zipf's law, each in one tenant. */
export function assignAccounts<T extends object>(
  records: readonly T[],
  plan: AccountPlan,
): readonly (T & { readonly tenant: string; readonly account: string })[] {
  const random = seededRandom(`accounts/${plan.seed}`);
  const tenants = Array.from({ length: plan.tenants }, () => `tenant-${token(random, 5)}`);
  const tenantRank = zipfSampler(plan.tenants, 0.6, 2);
  const accounts = Array.from({ length: plan.accounts }, () => ({
    tenant: tenants[tenantRank(random)] as string,
    account: `acc_${token(random, 10)}`,
  }));
  const rank = zipfSampler(plan.accounts, plan.skew, 3);
  return records.map((record) => ({ ...record, ...(accounts[rank(random)] as { tenant: string; account: string }) }));
}
