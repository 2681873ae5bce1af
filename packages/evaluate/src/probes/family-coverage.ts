import type { Probe } from './probe.ts';

/** What a set holds of a family, and what the budget left out. */
export interface FamilyCoverage {
  readonly name: string;
  /** In the set. */
  readonly probes: number;
  /** That the family could give; more than `probes` where the budget cut it. */
  readonly available: number;
  /** Where its probes come from, most frequent first, at most `MAX_LISTED_SOURCES`. */
  readonly sources: readonly { readonly source: string; readonly probes: number }[];
  /** Sources in all. */
  readonly sourceCount: number;
}

/** Sources that a report names for a family. */
export const MAX_LISTED_SOURCES = 10;

/** What a family brought into a set. */
export function describeFamily(family: {
  readonly name: string;
  readonly available: number;
  readonly probes: readonly Probe[];
}): FamilyCoverage {
  const counts = new Map<string, number>();
  for (const { source } of family.probes) counts.set(source, (counts.get(source) ?? 0) + 1);
  // A stable sort: sources with as many probes stay in the order in which they come.
  const sources = Array.from(counts, ([source, probes]) => ({ source, probes })).sort((a, b) => b.probes - a.probes);
  return {
    name: family.name,
    probes: family.probes.length,
    available: family.available,
    sources: sources.slice(0, MAX_LISTED_SOURCES),
    sourceCount: sources.length,
  };
}
