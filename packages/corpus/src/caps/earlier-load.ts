import type { AccountClusters } from '../clusters/cluster-accounts.ts';
import type { ContributionKeys, EarlierContributions, GroupContribution } from './lineage.ts';

/** What earlier corpora hold of this corpus's groups, by their ids. */
export interface EarlierLoad {
  readonly accounts: TotalLoad;
  /** Of all accounts of a cluster, whether or not they write again. */
  readonly clusters: TotalLoad;
  readonly tenants: readonly (GroupContribution | undefined)[];
  readonly sources: readonly (GroupContribution | undefined)[];
}

/** Records per group, whatever their time. */
export interface TotalLoad {
  readonly records: Float64Array;
  readonly slice: Float64Array;
}

/** Finds this corpus's accounts, clusters, tenants and sources in what its lineage was trained on. */
export function earlierLoad(
  earlier: EarlierContributions,
  keys: Pick<ContributionKeys, 'accounts' | 'tenants' | 'sources'>,
  clusters: Pick<AccountClusters, 'clusterCount' | 'clusterOfEarlier'>,
): EarlierLoad {
  const accounts = emptyLoad(keys.accounts.length);
  for (const [account, key] of keys.accounts.entries()) {
    const known = earlier.accounts.get(key);
    accounts.records[account] = known?.records ?? 0;
    accounts.slice[account] = known?.slice ?? 0;
  }
  const grouped = emptyLoad(clusters.clusterCount);
  for (const [key, cluster] of clusters.clusterOfEarlier) {
    const known = earlier.accounts.get(key);
    grouped.records[cluster] = (grouped.records[cluster] as number) + (known?.records ?? 0);
    grouped.slice[cluster] = (grouped.slice[cluster] as number) + (known?.slice ?? 0);
  }
  return {
    accounts,
    clusters: grouped,
    tenants: keys.tenants.map((key) => earlier.tenants.get(key)),
    sources: keys.sources.map((key) => earlier.sources.get(key)),
  };
}

function emptyLoad(count: number): TotalLoad {
  return { records: new Float64Array(count), slice: new Float64Array(count) };
}
