import { catalogueFinding, type Finding, type FindingCode, percent, plural, type Severity } from '@bezoar/core';
import type { CapResult } from '../caps/cap-contributions.ts';
import type { CapUse } from '../caps/cap-use.ts';
import type { AccountClusters } from '../clusters/cluster-accounts.ts';
import type { Contributions } from '../contributions/assemble-contributions.ts';
import type { CorpusExamination } from '../scan/examine-corpus.ts';

/** What findings about contributions are drawn from. */
export interface ContributionCase {
  readonly examination: CorpusExamination;
  /** What the caps and clusters counted. */
  readonly contributions: Contributions;
  readonly sourceNames: readonly string[];
  readonly clusters: AccountClusters;
  readonly capped?: CapResult;
  /** Whether what earlier corpora of the lineage hold was counted. */
  readonly overLineage: boolean;
}

/** Evidence of `corpus/cap-exceeded`. */
export interface CapEvidence {
  readonly scope: string;
  readonly slice: boolean;
  readonly cap: number;
  readonly groups: number;
  readonly fullGroups: number;
  readonly leftOut: number;
  /** Groups that lost most, at most 10. */
  readonly most: readonly { readonly name: string; readonly records: number; readonly kept: number }[];
}

/** Groups that one finding names. */
const NAMED_GROUPS = 10;

/** Findings about sources that nobody declared, caps that bind and attributes that link too many. */
export function contributionFindings(input: ContributionCase): Finding[] {
  return [...undeclared(input), ...exceeded(input), ...wide(input), ...wideClusters(input)];
}

function undeclared({ examination }: ContributionCase): Finding[] {
  const { sources, month } = examination;
  // Without a document nothing is declared, and nothing is missing.
  if (sources.every(({ isDeclared }) => !isDeclared)) return [];
  return sources.flatMap(({ isDeclared }, file) => {
    if (isDeclared) return [];
    const { path } = month.files[file]!;
    const message = `no source of the document matches \`${path}\`, or the file behind it where it is a link; nothing in it is trusted`;
    return [finding('corpus/undeclared-source', 'medium', path, message, { path }, { file: path })];
  });
}

function exceeded({ capped, overLineage, contributions, sourceNames }: ContributionCase): Finding<CapEvidence>[] {
  return (capped?.uses ?? [])
    .filter(({ leftOut }) => leftOut > 0)
    .map((use) => {
      const subject = `${use.slice ? 'slice' : 'records'}.${use.scope}`;
      const what = use.scope === 'family' ? 'family of alike content' : use.scope;
      const where = use.slice ? ' in the slice' : '';
      const message =
        `${plural(use.leftOut, 'record')}${where} beyond the cap of ${use.records} for one ${what}: ` +
        `${use.fullGroups} of ${plural(use.groups, 'group')} (${percent(use.fullGroups / Math.max(1, use.groups))})` +
        (overLineage ? ', all that the model was trained on before counted' : '');
      const evidence: CapEvidence = {
        scope: use.scope,
        slice: use.slice,
        cap: use.records,
        groups: use.groups,
        fullGroups: use.fullGroups,
        leftOut: use.leftOut,
        most: use.most.slice(0, NAMED_GROUPS).map((group) => ({
          name: groupName(use, group.group, contributions, sourceNames),
          records: group.eligible,
          kept: group.kept,
        })),
      };
      return finding('corpus/cap-exceeded', 'low', subject, message, evidence);
    });
}

/** What a group is called: the account or tenant itself, else its number, which says only that it is the same one. */
function groupName({ scope }: CapUse, group: number, contributions: Contributions, sources: readonly string[]): string {
  if (scope === 'account') return (JSON.parse(contributions.accountKeys[group]!) as string[]).join('/');
  if (scope === 'tenant') return contributions.tenantNames[group]!;
  return scope === 'source' ? sources[group]! : `${scope} ${group}`;
}

function wide({ clusters }: ContributionCase): Finding[] {
  return clusters.wide.slice(0, NAMED_GROUPS).map(({ name, value, accounts, share }) => {
    const message = `the ${name} \`${value}\` links ${accounts} accounts (${percent(share)}); a cap on such a cluster cuts everybody`;
    return finding('corpus/wide-cluster', 'low', `${name}:${value}`, message, { name, value, accounts, share });
  });
}

/** A cluster is wide from this share of all accounts on, and from so many: no household reaches it. */
const WIDE_CLUSTER_SHARE = 0.02;
const WIDE_CLUSTER_ACCOUNTS = 50;

/**
 * Clusters that hold implausibly many accounts, by whatever chain of attributes: the cap then binds people who have nothing to do
 * with one another. That may be an attack on them, so it is loud.
 */
function wideClusters({ clusters, contributions }: ContributionCase): Finding[] {
  const sizes = new Map<number, number>();
  for (const cluster of clusters.clusterOfAccount) if (cluster >= 0) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const { accountCount, accountKeys } = contributions;
  return [...sizes]
    .filter(([, accounts]) => accounts >= WIDE_CLUSTER_ACCOUNTS && accounts > WIDE_CLUSTER_SHARE * accountCount)
    .sort(([, a], [, b]) => b - a)
    .slice(0, NAMED_GROUPS)
    .map(([cluster, accounts]) => {
      const first = accountKeys[clusters.clusterOfAccount.indexOf(cluster)] ?? '[]';
      const share = accounts / accountCount;
      const name = (JSON.parse(first) as string[]).join('/');
      const message = `${accounts} accounts (${percent(share)}) are one cluster through what they share, \`${name}\` among them; its cap binds them all together`;
      return finding('corpus/wide-cluster', 'high', `cluster of ${name}`, message, { accounts, share, account: name });
    });
}

function finding<E>(
  code: FindingCode,
  severity: Severity,
  subject: string,
  message: string,
  evidence: E,
  location?: Finding['location'],
): Finding<E> {
  return catalogueFinding({
    code,
    severity,
    subject,
    location,
    message,
    evidence,
  });
}
