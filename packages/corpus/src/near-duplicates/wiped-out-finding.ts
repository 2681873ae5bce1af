import { percent } from '@bezoar/core';
import type { NearDuplicates } from './find-near-duplicates.ts';
import { MAX_FINDINGS_PER_CODE, type RecordDescriber, type RecordFinding, recordFinding } from './record-finding.ts';

/** Evidence of `corpus/source-wiped-out`. */
export interface WipedOutEvidence {
  readonly kind: 'source' | 'account';
  readonly name: string;
  /** Records that near-duplicate removal takes, and of how many. */
  readonly superfluous: number;
  readonly of: number;
}

/** Share of a source or account from which its loss is reported. */
export const WIPED_OUT_SHARE = 0.5;
/** Fewer superfluous records are nobody's business: a customer who asks twice loses half of two. */
export const MIN_WIPED_OUT = 10;

/** Who sent the records, by intake number; -1: nobody known. */
export interface RecordGroups {
  readonly sources: Int32Array;
  readonly sourceNames: readonly string[];
  readonly accounts: Int32Array;
  readonly accountCount: number;
}

/** A medium finding for each source and account that consists of near-duplicates, the greatest loss first. */
export function wipedOutFindings(
  { duplicates }: NearDuplicates,
  groups: RecordGroups,
  describe: RecordDescriber,
): RecordFinding<WipedOutEvidence & RecordFinding['finding']['evidence']>[] {
  const isSuperfluous = (record: number): boolean => {
    const leader = duplicates.leaders[record]!;
    return leader >= 0 && leader !== record;
  };
  const rows = (
    [
      ['source', groups.sources, groups.sourceNames.length],
      ['account', groups.accounts, groups.accountCount],
    ] as const
  ).flatMap(([kind, groupOf, count]) => {
    const sizes = new Int32Array(count);
    const losses = new Int32Array(count);
    for (let record = 0; record < groupOf.length; record++) {
      const group = groupOf[record]!;
      if (group < 0) continue;
      sizes[group] = sizes[group]! + 1;
      if (isSuperfluous(record)) losses[group] = losses[group]! + 1;
    }
    return Array.from(losses, (superfluous, group) => ({
      kind,
      groupOf,
      group,
      superfluous,
      of: sizes[group]!,
    })).filter((row) => row.superfluous >= MIN_WIPED_OUT && row.superfluous >= WIPED_OUT_SHARE * row.of);
  });
  rows.sort((a, b) => b.superfluous - a.superfluous || (a.kind < b.kind ? 1 : -1) || a.group - b.group);
  const findings = rows.slice(0, MAX_FINDINGS_PER_CODE).map(({ kind, groupOf, group, superfluous, of }) => {
    const records = [...groupOf.keys()].filter((record) => groupOf[record] === group && isSuperfluous(record));
    const { tenant, account } = describe.principal(records[0]!);
    const name = kind === 'source' ? groups.sourceNames[group]! : tenant === '' ? account : `${tenant}/${account}`;
    return recordFinding(
      {
        code: 'corpus/source-wiped-out' as const,
        severity: 'medium' as const,
        subject: `${kind} ${name}`,
        message: `near-duplicate removal takes ${superfluous} of the ${of} records of ${kind} \`${name}\` (${percent(superfluous / of)})`,
        records,
        evidence: { kind, name, superfluous, of },
      },
      describe,
    );
  });
  const rest = rows.slice(MAX_FINDINGS_PER_CODE);
  if (rest.length > 0) {
    const superfluous = rest.reduce((sum, row) => sum + row.superfluous, 0);
    const of = rest.reduce((sum, row) => sum + row.of, 0);
    const restOf = { source: new Set<number>(), account: new Set<number>() };
    for (const { kind, group } of rest) restOf[kind].add(group);
    const records = [...groups.accounts.keys()].filter(
      (record) =>
        isSuperfluous(record) &&
        (restOf.account.has(groups.accounts[record]!) || restOf.source.has(groups.sources[record]!)),
    );
    findings.push(
      recordFinding(
        {
          code: 'corpus/source-wiped-out' as const,
          severity: 'medium' as const,
          subject: 'further accounts',
          message: `near-duplicate removal takes ${superfluous} of the ${of} records of ${rest.length} further accounts and sources`,
          records,
          evidence: { kind: 'account' as const, name: `${rest.length} further accounts and sources`, superfluous, of },
        },
        describe,
      ),
    );
  }
  return findings;
}
