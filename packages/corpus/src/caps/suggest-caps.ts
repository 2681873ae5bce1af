import type { CapsPolicy } from '@bezoar/core';
import type { ContributionColumns } from '../contributions/contributions.ts';
import { type AttackBudget, attackBudget } from './attack-budget.ts';
import { capContributions } from './cap-contributions.ts';
import { capOfSums, groupSums, smallestFitting } from './cap-search.ts';
import { contributionOrder, ORDER_KEY_BYTES } from './contribution-order.ts';
import { DAY_MS } from './lineage.ts';

/** Share of users' records outside the slice that suggested caps may cost. What users lose is training data, not service. */
export const DEFAULT_MAX_LOSS = 0.02;
/**
 * Records of one account among those that teach a declared action. Measured backdoors take hold at 25 records: with 2,
 * that takes 13 accounts which share nothing. 1 would take 25, and cost every customer who was helped twice.
 */
export const DEFAULT_SLICE_ACCOUNT_CAP = 2;
/** A linked pair, such as a household, is not cut below what two accounts may give: 2 x 2 in the slice. */
export const MIN_CLUSTER_ACCOUNTS = 2;
/**
 * A cluster is never suggested more than so many accounts may give, whatever that costs: one device with most of an
 * attack's accounts would otherwise raise the cap until it fits. A family or a small office stays below.
 */
export const MAX_CLUSTER_ACCOUNTS = 5;
/** 30 days: what a monthly fine-tune takes. */
export const DEFAULT_CAP_WINDOW_MS: number = 30 * DAY_MS;

/** What `suggestCaps` is given beside the columns. */
export interface SuggestOptions {
  /** 1: would be taken if there were no caps. Everything where absent. */
  readonly eligible?: Uint8Array;
  readonly clusterBy: readonly string[];
  readonly clusterOfAccount: Int32Array;
  /** -1 everywhere where absent. */
  readonly families?: Int32Array;
  readonly windowMs?: number;
  /** 0..1; `DEFAULT_MAX_LOSS` by default. */
  readonly maxLossOutsideSlice?: number;
  readonly sliceAccountCap?: number;
}

/** Records that caps leave out, of the records of users. */
export interface CapLoss {
  readonly lost: number;
  readonly of: number;
  /** 0..1; 0 of none. */
  readonly share: number;
}

/** Caps that a corpus can bear. */
export interface SuggestedCaps {
  readonly caps: CapsPolicy;
  /** Of the records that teach no declared action: at most what was asked for, but for clusters of very many accounts. */
  readonly outside: CapLoss;
  /** Of the records that teach one: follows from the principle, not from the corpus, and is stated for that reason. */
  readonly inside: CapLoss;
  /** With as many tenants as the corpus has. */
  readonly budget: AttackBudget;
}

/** Which records compete decides little here, and nothing about security: any fixed key makes the suggestion repeatable. */
const SUGGESTION_KEY = new Uint8Array(ORDER_KEY_BYTES);

/**
 * The tightest caps that a corpus bears: first of one account, then of one cluster, then of one tenant, such that all of
 * them together cost at most `maxLossOutsideSlice` of the users' records outside the slice, measured by applying them.
 * The caps of the slice follow from the number of records that plants a backdoor, and their cost is stated.
 *
 * Two things may make it cost more than asked for: a cluster cap that would exceed `MAX_CLUSTER_ACCOUNTS`, as where an
 * attribute links half of the users (do not link by it), and the caps of the slice. `outside` says what it is.
 *
 * The corpus may hold the attack already. Where the planted records are as many as may be lost, they raise the account
 * cap: give a corpus that is believed clean. Next month's loses somewhat more or less.
 */
export function suggestCaps(columns: ContributionColumns, options: SuggestOptions): SuggestedCaps {
  const { maxLossOutsideSlice: maxLoss = DEFAULT_MAX_LOSS, sliceAccountCap = DEFAULT_SLICE_ACCOUNT_CAP } = options;
  const eligible = Uint8Array.from(columns.accounts, (account, record) =>
    account >= 0 && (options.eligible?.[record] ?? 1) === 1 ? 1 : 0,
  );
  const order = contributionOrder(columns, SUGGESTION_KEY);
  const measure = measured(columns, eligible, order, options);
  const byDay = measured({ ...columns, timesMs: columns.timesMs.map(startOfDay) }, eligible, order, options);
  const lossOf = (records: CapsPolicy['records']): number => byDay({ records, slice: {} }).outside.share;

  const account = smallestAccountCap(columns, eligible, order, maxLoss);
  const clusters = options.clusterBy.length > 0;
  const [least, most] = [MIN_CLUSTER_ACCOUNTS * account, MAX_CLUSTER_ACCOUNTS * account];
  const cluster = clusters
    ? Math.min(
        most,
        smallestFitting(least, least, (limit) => limit >= most || lossOf({ account, cluster: limit }) <= maxLoss),
      )
    : account;
  const linked = clusters ? { account, cluster } : { account };
  const lossLinked = lossOf(linked);
  const allowed = Math.max(maxLoss, lossLinked);
  const near = smallestFitting(
    cluster,
    capOfSums(groupSums(columns.tenants, eligible), allowed - lossLinked),
    (limit) => lossOf({ ...linked, tenant: limit }) <= allowed,
  );
  // Windows that begin within a day hold somewhat more than those of whole days: the last word is with the exact ones.
  const tenant = smallestFitting(
    near,
    near,
    (limit) => measure({ records: { ...linked, tenant: limit }, slice: {} }).outside.share <= allowed,
  );
  const slice = Math.min(account, sliceAccountCap);
  const caps = policyOf(options, {
    records: { ...linked, tenant },
    slice: clusters ? { account: slice, cluster: MIN_CLUSTER_ACCOUNTS * slice } : { account: slice },
  });
  return { caps, ...measure(caps), budget: attackBudget(caps, { tenants: Math.max(1, columns.tenantCount) }) };
}

/** One cap on accounts keeps the first records of each: a record's place among its account's says which caps keep it. */
function smallestAccountCap(
  { count, accounts, inSlice }: ContributionColumns,
  eligible: Uint8Array,
  order: Uint32Array,
  maxLoss: number,
): number {
  const seen = new Int32Array(accounts.reduce((most, account) => Math.max(most, account), -1) + 1);
  const lostFrom = new Float64Array(count + 1);
  for (const record of order) {
    if (eligible[record] !== 1) continue;
    const account = accounts[record] as number;
    const place = seen[account] as number;
    seen[account] = place + 1;
    if (inSlice[record] !== 1) lostFrom[place] = (lostFrom[place] as number) + 1;
  }
  for (let place = count - 1; place >= 0; place--) {
    lostFrom[place] = (lostFrom[place] as number) + (lostFrom[place + 1] as number);
  }
  const all = lostFrom[0] as number;
  return smallestFitting(1, 1, (cap) => (lostFrom[cap] ?? 0) <= maxLoss * all);
}

function startOfDay(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

function policyOf(options: SuggestOptions, counts: Pick<CapsPolicy, 'records' | 'slice'>): CapsPolicy {
  const { windowMs = DEFAULT_CAP_WINDOW_MS, clusterBy } = options;
  return { windowMs, ...counts, clusterBy, lineage: true };
}

type Measured = Pick<SuggestedCaps, 'outside' | 'inside'>;

function measured(
  columns: ContributionColumns,
  eligible: Uint8Array,
  order: Uint32Array,
  options: SuggestOptions,
): (counts: Pick<CapsPolicy, 'records' | 'slice'>) => Measured {
  const families = options.families ?? new Int32Array(columns.count).fill(-1);
  return (counts) => {
    const { records, slice } = capContributions({
      columns,
      caps: policyOf(options, counts),
      eligible,
      clusterOfAccount: options.clusterOfAccount,
      families,
      orderKey: SUGGESTION_KEY,
      order,
    });
    const inside = slice.eligible - slice.kept;
    return {
      outside: loss(records.eligible - records.kept - inside, records.eligible - slice.eligible),
      inside: loss(inside, slice.eligible),
    };
  };
}

function loss(lost: number, of: number): CapLoss {
  return { lost, of, share: of === 0 ? 0 : lost / of };
}
