import type { Finding } from '@bezoar/core';
import { type AttackBudget, attackBudget } from '../caps/attack-budget.ts';
import { type CapResult, capContributions } from '../caps/cap-contributions.ts';
import { type SuggestedCaps, suggestCaps } from '../caps/suggest-caps.ts';
import { type AccountClusters, clusterAccounts } from '../clusters/cluster-accounts.ts';
import type { Contributions } from '../contributions/assemble-contributions.ts';
import { type ContributionRules, type CorpusExamination, sourceNames } from '../scan/examine-corpus.ts';
import { type Selection, selectRecords } from '../selection/select-records.ts';
import { type SignalReach, signalReport } from '../selection/signal-report.ts';
import { contributionFindings } from './contribution-findings.ts';
import { DEFAULT_CLUSTER_BY } from './default-cluster-by.ts';

/** What the senders, signals and likeness of a corpus say. Counts are of records. */
export interface ContributionReport {
  /** Sources by name, and whether the document names them. */
  readonly sources: readonly {
    readonly name: string;
    readonly tier: string;
    readonly isDeclared: boolean;
    readonly records: number;
  }[];
  /** Records that teach a declared action. */
  readonly slice: number;
  /** What each signal alone would have chosen, and for whom. */
  readonly signals: readonly SignalReach[];
  readonly selection: { readonly isDeclared: boolean; readonly selected: number; readonly byUserAlone: number };
  readonly clusters: { readonly accounts: number; readonly clusters: number; readonly linked: number };
  readonly nearDuplicates: {
    /** Families of records that are superfluous but for one, and how many are. */
    readonly families: number;
    readonly superfluous: number;
    /** Families of alike content. */
    readonly contentFamilies: number;
    /** Records that were not compared with all candidates. */
    readonly undecided: number;
  };
  /** What the document's caps would leave; absent without caps. */
  readonly caps?: Pick<CapResult, 'records' | 'slice' | 'uses'>;
  /** Fewest unlinked accounts; absent without caps. */
  readonly attackBudget?: AttackBudget;
  /** The tightest caps that this corpus bears; absent for an empty one. */
  readonly suggested?: SuggestedCaps;
}

/** Caps that were applied already: to what an admission would take, and over the lineage. */
export interface AppliedCaps {
  /** What was counted: with somebody behind every record that turned out not to be exempt. */
  readonly contributions: Contributions;
  readonly clusters: AccountClusters;
  readonly capped?: CapResult;
}

/** Computes the report, and the findings that follow. */
export function reportContributions(
  examination: CorpusExamination,
  rules: ContributionRules,
  applied?: AppliedCaps,
): ContributionReport & { readonly findings: readonly Finding[] } {
  const { contributions, nearDuplicates, sources } = examination;
  const { caps, orderKey = new Uint8Array(32) } = rules;
  const clusterBy = caps?.clusterBy ?? DEFAULT_CLUSTER_BY;
  const clusters = applied?.clusters ?? clusterAccounts(contributions, { clusterBy });
  const families = nearDuplicates.content.familyOf;
  const selection = selectRecords(contributions, rules.selection);
  const { clusterOfAccount } = clusters;
  const eligible = selection.selected;
  const capped =
    applied?.capped ??
    (caps === undefined
      ? undefined
      : capContributions({ columns: contributions, caps, eligible, clusterOfAccount, families, orderKey }));
  const hasUsers = contributions.accountCount > 0;
  const report = {
    sources: sourceRows(examination),
    slice: contributions.inSlice.reduce((sum, one) => sum + one, 0),
    signals: signalReport(contributions, rules.selection),
    selection: selectionRow(selection),
    clusters: clusterRow(contributions.accountCount, clusters),
    nearDuplicates: {
      families: nearDuplicates.duplicates.familyCount,
      superfluous: superfluous(nearDuplicates.duplicates.leaders),
      contentFamilies: nearDuplicates.content.familyCount,
      undecided: nearDuplicates.duplicates.undecided.length,
    },
    ...(capped === undefined ? {} : { caps: { records: capped.records, slice: capped.slice, uses: capped.uses } }),
    ...(caps === undefined
      ? {}
      : { attackBudget: attackBudget(caps, { tenants: Math.max(1, contributions.tenantCount) }) }),
    ...(hasUsers ? { suggested: suggestCaps(contributions, { eligible, clusterBy, clusterOfAccount, families }) } : {}),
  };
  const findings = contributionFindings({
    examination,
    contributions: applied?.contributions ?? contributions,
    sourceNames: sourceNames(sources),
    clusters,
    overLineage: applied !== undefined && caps?.lineage === true,
    ...(capped === undefined ? {} : { capped }),
  });
  return { ...report, findings };
}

function sourceRows({ sources, contributions }: CorpusExamination): ContributionReport['sources'] {
  const counts = new Map<number, number>();
  for (const source of contributions.sources) counts.set(source, (counts.get(source) ?? 0) + 1);
  const known = new Map(sources.map((source) => [source.name, source]));
  return sourceNames(sources).map((name, id) => {
    const { tier, isDeclared } = known.get(name)!;
    return { name, tier, isDeclared, records: counts.get(id) ?? 0 };
  });
}

function selectionRow({ declared, records, byUserAlone }: Selection): ContributionReport['selection'] {
  return { isDeclared: declared, selected: records, byUserAlone };
}

function clusterRow(
  accounts: number,
  { clusterOfAccount, clusterCount }: AccountClusters,
): ContributionReport['clusters'] {
  return { accounts, clusters: clusterCount, linked: clusterOfAccount.reduce((sum, id) => sum + (id < 0 ? 0 : 1), 0) };
}

function superfluous(leaders: Int32Array): number {
  let count = 0;
  for (const [record, leader] of leaders.entries()) if (leader >= 0 && leader !== record) count++;
  return count;
}
