import type { TrustTier } from '@bezoar/core';
import type { ProvenanceRow } from '../row/provenance-row.ts';
import type { ShardSummary } from './shard-summary.ts';

/** Counts what a summary says of its rows. */
export interface ShardTally {
  add(row: ProvenanceRow): void;
  /** The counts so far, without the root. */
  counts(): Omit<ShardSummary, 'root'>;
}

/** Starts a count. */
export function createShardTally(): ShardTally {
  const tiers = new Map<TrustTier, number>();
  let records = 0;
  let from = '';
  let to = '';
  return {
    add: ({ createdAt, ingestedAt, tier }) => {
      const time = createdAt ?? ingestedAt;
      if (records === 0 || time < from) from = time;
      if (records === 0 || time > to) to = time;
      tiers.set(tier, (tiers.get(tier) ?? 0) + 1);
      records += 1;
    },
    counts: () => ({ records, tiers: Object.fromEntries(tiers), from, to }),
  };
}

/** Whether a summary can be that of a shard of which these rows are left: exactly if none is missing, else as far as they tell. */
export function isSummaryOf(summary: ShardSummary, { records, tiers, from, to }: Omit<ShardSummary, 'root'>): boolean {
  if (records === 0) return true;
  const isWithin = Object.entries(tiers).every(([tier, count]) => count <= (summary.tiers[tier as TrustTier] ?? 0));
  if (records < summary.records) return isWithin && summary.from <= from && to <= summary.to;
  return isWithin && summary.from === from && summary.to === to;
}
