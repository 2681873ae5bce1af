import { UsageError } from '@bezoar/core';
import { forEachAccountAttribute } from '../clusters/account-attributes.ts';
import type { ContributionColumns } from '../contributions/contributions.ts';
import {
  type AccountContribution,
  attributeKey,
  type ContributionKeys,
  DAY_MS,
  type EarlierContributions,
  type GroupContribution,
  isContributionKey,
  MAX_CONTRIBUTION_DAY,
} from './lineage.ts';

/**
 * What this corpus adds to the lineage: the records that are kept. Accounts that give nothing are not remembered; of the
 * others, the links of all their records are, left-out ones included: they say who it is, not what it gave.
 * Throws a `UsageError` where a key is missing or malformed.
 */
export function summariseContributions(
  columns: ContributionColumns,
  kept: Uint8Array,
  keys: ContributionKeys,
): EarlierContributions {
  const userTenant = (record: number): number =>
    (columns.accounts[record] as number) < 0 ? -1 : (columns.tenants[record] as number);
  return {
    accounts: accountsOf(columns, kept, keys),
    tenants: groupsOf(columns, kept, slotsOf(keys.tenants, columns.tenantCount, 'tenant'), userTenant),
    sources: groupsOf(
      columns,
      kept,
      slotsOf(keys.sources, columns.sourceCount, 'source'),
      (record) => columns.sources[record] as number,
    ),
  };
}

/** Distinct keys, and the place of each id's among them: ids of one key are one contributor. */
interface Slots {
  readonly keys: readonly string[];
  readonly of: Int32Array;
}

function slotsOf(keys: readonly string[], count: number, what: string): Slots {
  const slots = new Map<string, number>();
  const of = Int32Array.from({ length: count }, (_, id) => {
    const key = checkedKey(keys[id], id, what);
    const slot = slots.get(key) ?? slots.size;
    slots.set(key, slot);
    return slot;
  });
  return { keys: [...slots.keys()], of };
}

function accountsOf(
  columns: ContributionColumns,
  kept: Uint8Array,
  keys: ContributionKeys,
): ReadonlyMap<string, AccountContribution> {
  const slots = slotsOf(keys.accounts, columns.accountCount, 'account');
  const accounts = slots.keys.map(() => ({ records: 0, slice: 0, attributes: new Set<string>() }));
  for (let record = 0; record < columns.count; record++) {
    const account = kept[record] === 1 ? accounts[slots.of[columns.accounts[record] as number] ?? -1] : undefined;
    if (account === undefined) continue;
    account.records += 1;
    account.slice += columns.inSlice[record] as number;
  }
  forEachAccountAttribute(columns, (id, attribute) => {
    const account = accounts[slots.of[id] as number];
    if (account === undefined || account.records === 0) return;
    const key = checkedKey(keys.attributes[attribute], attribute, 'attribute');
    const link = attributeKey(columns.attributeValues[attribute]?.name ?? '', key);
    if (link !== undefined) account.attributes.add(link);
  });
  const named = accounts.map((account, slot) => [slots.keys[slot] as string, account] as const);
  return new Map(
    named
      .filter(([, { records }]) => records > 0)
      .map(([key, account]) => [key, { ...account, attributes: [...account.attributes].sort() }]),
  );
}

/** A negative group counts nowhere. */
function groupsOf(
  columns: ContributionColumns,
  kept: Uint8Array,
  slots: Slots,
  groupOf: (record: number) => number,
): ReadonlyMap<string, GroupContribution> {
  const groups = slots.keys.map(() => ({ slice: 0, undated: 0, days: new Map<number, number>() }));
  for (let record = 0; record < columns.count; record++) {
    const group = kept[record] === 1 ? groups[slots.of[groupOf(record)] ?? -1] : undefined;
    if (group === undefined) continue;
    group.slice += columns.inSlice[record] as number;
    const day = Math.floor((columns.timesMs[record] as number) / DAY_MS);
    if (Math.abs(day) <= MAX_CONTRIBUTION_DAY) group.days.set(day, (group.days.get(day) ?? 0) + 1);
    else group.undated += 1;
  }
  const named = groups.map((group, slot) => [slots.keys[slot] as string, group] as const);
  return new Map(
    named
      .filter(([, { undated, days }]) => undated + days.size > 0)
      .map(([key, { slice, undated, days }]) => [key, { slice, undated, days: [...days].sort(([a], [b]) => a - b) }]),
  );
}

function checkedKey(key: string | undefined, id: number, what: string): string {
  if (key !== undefined && isContributionKey(key)) return key;
  throw new UsageError('caps/key', `expected a key of letters, digits, - and _ for ${what} ${id}, got \`${key}\``);
}
