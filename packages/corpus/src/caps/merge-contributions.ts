import type { AccountContribution, EarlierContributions, GroupContribution } from './lineage.ts';

/** The lineage of both. Commutative and associative; `NO_CONTRIBUTIONS` is neutral. The same corpus twice counts twice. */
export function mergeContributions(one: EarlierContributions, other: EarlierContributions): EarlierContributions {
  return {
    accounts: mergeMaps(one.accounts, other.accounts, mergeAccounts),
    tenants: mergeMaps(one.tenants, other.tenants, mergeGroups),
    sources: mergeMaps(one.sources, other.sources, mergeGroups),
  };
}

function mergeMaps<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  merge: (a: T, b: T) => T,
): ReadonlyMap<string, T> {
  const merged = new Map(one);
  for (const [key, value] of other) {
    const known = merged.get(key);
    merged.set(key, known === undefined ? value : merge(known, value));
  }
  return merged;
}

function mergeAccounts(one: AccountContribution, other: AccountContribution): AccountContribution {
  return {
    records: one.records + other.records,
    slice: one.slice + other.slice,
    attributes: [...new Set([...one.attributes, ...other.attributes])].sort(),
  };
}

function mergeGroups(one: GroupContribution, other: GroupContribution): GroupContribution {
  const days = new Map(one.days);
  for (const [day, records] of other.days) days.set(day, (days.get(day) ?? 0) + records);
  return {
    slice: one.slice + other.slice,
    undated: one.undated + other.undated,
    days: [...days].sort(([a], [b]) => a - b),
  };
}
