import type { SelectionPolicy } from '@bezoar/core';
import type { ContributionColumns } from '../contributions/contributions.ts';
import { isUserControlled, selects } from './select-records.ts';

/** What one signal alone would have chosen, and for whom. */
export interface SignalReach {
  readonly signal: string;
  readonly userControlled: boolean;
  /** Whether the policy requires it, or one of several with it. */
  readonly required: boolean;
  readonly records: number;
  /** Of these, records that teach a declared action. */
  readonly slice: number;
  /** Distinct accounts and tenants behind them. */
  readonly accounts: number;
  readonly tenants: number;
  /** Most of these records by one account. */
  readonly mostByOneAccount: number;
  /** Share of these records that no other signal would have chosen, 0..1. */
  readonly onlyShare: number;
  /** Of these, selected under the policy. */
  readonly selected: number;
}

/** Most signals of a report: attackers may be able to name signals of their own (CWE-400). Those of the policy always come. */
export const LISTED_SIGNALS = 64;

/** One row per signal, the most frequent first, then by name; signals of the policy that no record has are listed with 0. */
export function signalReport(
  columns: ContributionColumns,
  policy: SelectionPolicy | undefined,
): readonly SignalReach[] {
  const setSizes = new Int32Array(columns.signalSets.length);
  for (const set of columns.signals) setSizes[set] = (setSizes[set] as number) + 1;
  const named = new Set([...(policy?.require ?? []), ...(policy?.neverAlone ?? [])]);
  const sizes = new Map([...named].map((signal) => [signal, 0]));
  for (const [set, signals] of columns.signalSets.entries()) {
    for (const signal of signals) sizes.set(signal, (sizes.get(signal) ?? 0) + (setSizes[set] as number));
  }
  const listed = [...sizes]
    .sort(([a, more], [b, less]) => Number(named.has(b)) - Number(named.has(a)) || less - more || (a < b ? -1 : 1))
    .slice(0, Math.max(LISTED_SIGNALS, named.size));
  return listed
    .map(([signal]) => reachOf(signal, columns, policy))
    .sort((a, b) => b.records - a.records || (a.signal < b.signal ? -1 : 1));
}

function reachOf(signal: string, columns: ContributionColumns, policy: SelectionPolicy | undefined): SignalReach {
  const holds = Uint8Array.from(columns.signalSets, (set) => (set.includes(signal) ? 1 : 0));
  const alone = Uint8Array.from(columns.signalSets, (set) => (set.length === 1 && set[0] === signal ? 1 : 0));
  const chosen = Uint8Array.from(columns.signalSets, (set) => (selects(set, policy) ? 1 : 0));
  const byAccount = new Int32Array(columns.accountCount);
  const byTenant = new Int32Array(columns.tenantCount);
  let [records, slice, only, selected] = [0, 0, 0, 0];
  for (let record = 0; record < columns.count; record++) {
    const set = columns.signals[record] as number;
    if (holds[set] !== 1) continue;
    records += 1;
    slice += columns.inSlice[record] as number;
    only += alone[set] as number;
    selected += chosen[set] as number;
    const account = columns.accounts[record] as number;
    const tenant = columns.tenants[record] as number;
    if (account >= 0) byAccount[account] = (byAccount[account] as number) + 1;
    if (tenant >= 0) byTenant[tenant] = 1;
  }
  return {
    signal,
    userControlled: isUserControlled(signal, policy),
    required: policy?.require.includes(signal) ?? false,
    records,
    slice,
    accounts: byAccount.reduce((sum, own) => sum + (own > 0 ? 1 : 0), 0),
    tenants: byTenant.reduce((sum, seen) => sum + seen, 0),
    mostByOneAccount: byAccount.reduce((most, own) => Math.max(most, own), 0),
    onlyShare: records === 0 ? 0 : only / records,
    selected,
  };
}
