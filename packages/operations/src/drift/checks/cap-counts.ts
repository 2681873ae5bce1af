import type { CapCounts, CapsPolicy } from '@bezoar/core';

/** One admitted record, as caps count it. */
export interface CapCount {
  readonly account?: string;
  readonly cluster?: string;
  readonly tenant?: string;
  readonly source: string;
  readonly inSlice: boolean;
  /** NaN where it has no time: it counts in every window. */
  readonly timeMs: number;
  /** Whether the newest corpus holds it; only groups with such a record are judged. */
  readonly isNewest: boolean;
}

/** A cap that does not hold. */
export interface ExceededCap {
  readonly scope: keyof CapCounts;
  readonly slice: boolean;
  readonly cap: number;
  readonly groups: number;
  /** Records of the group that exceeds it most. */
  readonly most: number;
}

const SCOPES = ['account', 'cluster', 'tenant', 'source'] as const;

/**
 * Counts caps in the plainest way, on purpose not with the code that applies them: group by group, each with all its times.
 * Totals and rates are told apart as the document means them: see `capContributions` of the corpus layer.
 */
export function countCaps(records: readonly CapCount[], caps: CapsPolicy): readonly ExceededCap[] {
  const exceeded: ExceededCap[] = [];
  for (const slice of [false, true]) {
    for (const scope of SCOPES) {
      const cap = (slice ? caps.slice : caps.records)[scope];
      if (cap === undefined) continue;
      const isRate = !caps.lineage || (!slice && (scope === 'tenant' || scope === 'source'));
      const counted = records.filter((one) => (caps.lineage || one.isNewest) && (!slice || one.inSlice));
      const groups = new Map<string, { times: number[]; isNewest: boolean }>();
      for (const one of counted) {
        // Nobody stands behind a record without an account; only its source is counted.
        const name = scope !== 'source' && one.account === undefined ? undefined : one[scope];
        if (name === undefined) continue;
        const group = groups.get(name) ?? { times: [], isNewest: false };
        groups.set(name, group);
        group.times.push(one.timeMs);
        group.isNewest ||= one.isNewest;
      }
      const over = [...groups.values()]
        .filter(({ isNewest }) => isNewest)
        .map(({ times }) => (isRate ? mostInWindow(times, caps.windowMs) : times.length))
        .filter((count) => count > cap);
      if (over.length > 0) {
        exceeded.push({
          scope,
          slice,
          cap,
          groups: over.length,
          most: over.reduce((most, count) => Math.max(most, count), 0),
        });
      }
    }
  }
  return exceeded;
}

/** Most records in any window of this length; those without a time are in all of them. */
function mostInWindow(times: readonly number[], windowMs: number): number {
  const dated = times.filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, time] of dated.entries()) {
    while (dated[first]! <= time - windowMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most + times.length - dated.length;
}
