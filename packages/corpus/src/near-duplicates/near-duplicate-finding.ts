import { percent, plural, type Severity } from '@bezoar/core';
import type { NearDuplicates, RecordFamilies } from './find-near-duplicates.ts';
import {
  countRecords,
  MAX_FINDINGS_PER_CODE,
  type RecordDescriber,
  type RecordFinding,
  recordFinding,
} from './record-finding.ts';

/** Evidence of `corpus/near-duplicate`: one family, or all smaller ones together. */
export interface NearDuplicateEvidence {
  readonly families: number;
  /** The record that stays, where it is one family. */
  readonly leader?: string;
  /** Records that near-duplicate removal takes. */
  readonly superfluous: number;
  /** Likeness of the members to their leaders, without the leaders themselves. */
  readonly similarity: { readonly min: number; readonly median: number };
  /** Records that perform or claim a declared action. */
  readonly inSlice: number;
  /** Records that were not compared with all that may be alike, over the whole corpus; only in the last finding. */
  readonly undecided?: number;
}

/** Records from which a family is a finding of its own. Clean Larkfield months of 20,000 have one to ten such families, of up to twelve records, and nothing graver. */
export const MIN_LISTED_FAMILY = 5;

/** One account that sends this many copies is no customer who asks twice. */
const COPIES_OF_ONE = 8;

/**
 * Records of the slice from which a family is high, at the looser likeness too: a small part of what backdoors take hold
 * with. In 33 clean Larkfield months of 20,000 no family, at either likeness, has more than two records of the slice.
 */
const SLICE_COPIES = 8;

/** What findings need beside the families. */
export interface NearDuplicateContext {
  readonly describe: RecordDescriber;
  /** 1: performs or claims a declared action. By intake number. */
  readonly inSlice: Uint8Array;
}

/**
 * One finding for each large family of duplicates, and for each family of the same content that fills the slice of a
 * declared action; at most `MAX_FINDINGS_PER_CODE`, and one for all others together. Those of the slice are high, copies
 * that one account sends medium.
 */
export function nearDuplicateFindings(
  { duplicates, content }: NearDuplicates,
  context: NearDuplicateContext,
): RecordFinding<NearDuplicateEvidenceOf>[] {
  const slices = membersOf(content)
    .filter((records) => isOfSlice(records, context.inSlice))
    .map((records): Row => ({ records, severity: 'high', families: content }));
  const covered = new Set(slices.flatMap(({ records }) => records));
  const rows = membersOf(duplicates)
    .filter((records) => !records.every((record) => covered.has(record)))
    .map((records): Row => ({ records, severity: severityOf(records, context), families: duplicates }));
  // High ones first: many harmless families must not push the one that matters out of the list.
  const isHigh = ({ severity }: Row): boolean => severity === 'high';
  const large = rows.filter(({ records }) => records.length >= MIN_LISTED_FAMILY);
  const ordered = [...slices, ...large.filter(isHigh), ...large.filter((row) => !isHigh(row))];
  const listed = new Set(ordered.slice(0, MAX_FINDINGS_PER_CODE));
  const findings = [...listed].map((row) => familyFinding(row, context));
  const rest = [...slices, ...rows].filter((row) => !listed.has(row));
  if (rest.length > 0 || duplicates.undecided.length > 0) {
    findings.push(restFinding(rest, duplicates, context, listed.size > 0));
  }
  return findings;
}

/** The evidence as findings carry it. */
export type NearDuplicateEvidenceOf = NearDuplicateEvidence & RecordFinding['finding']['evidence'];

interface Row {
  readonly records: readonly number[];
  readonly severity: Severity;
  readonly families: RecordFamilies;
}

/** Records of each family, in the order of the families. */
export function membersOf({ familyOf, familyCount }: RecordFamilies): number[][] {
  const members = Array.from({ length: familyCount }, (): number[] => []);
  for (let record = 0; record < familyOf.length; record++) members[familyOf[record]!]?.push(record);
  return members;
}

function severityOf(records: readonly number[], { describe, inSlice }: NearDuplicateContext): Severity {
  if (isOfSlice(records, inSlice)) return 'high';
  const counts = new Map<string, number>();
  for (const record of records) {
    const { tenant, account } = describe.principal(record);
    if (account === '') continue;
    const key = JSON.stringify([tenant, account]);
    const count = (counts.get(key) ?? 0) + 1;
    if (count >= COPIES_OF_ONE) return 'medium';
    counts.set(key, count);
  }
  return 'low';
}

function isOfSlice(records: readonly number[], inSlice: Uint8Array): boolean {
  const acting = countInSlice(records, inSlice);
  return acting >= SLICE_COPIES && 2 * acting >= records.length;
}

function countInSlice(records: readonly number[], inSlice: Uint8Array): number {
  return records.filter((record) => inSlice[record] === 1).length;
}

function familyFinding(
  { records, severity, families }: Row,
  { describe, inSlice }: NearDuplicateContext,
): RecordFinding<NearDuplicateEvidenceOf> {
  const leader = describe.label(families.leaders[records[0]!]!);
  const similarity = similarityOf([{ records, families }]);
  const acting = countInSlice(records, inSlice);
  const slice = acting === 0 ? '' : `; ${acting} perform or claim a declared action`;
  return recordFinding(
    {
      code: 'corpus/near-duplicate',
      severity,
      subject: leader,
      message:
        `${countRecords(records, describe)} say nearly the same as \`${leader}\` ` +
        `(likeness ${similarity.min.toFixed(2)} to 1, median ${similarity.median.toFixed(2)})${slice}`,
      records,
      evidence: { families: 1, leader, superfluous: records.length - 1, similarity, inSlice: acting },
    },
    describe,
  );
}

function restFinding(
  rest: readonly Row[],
  duplicates: RecordFamilies,
  { describe, inSlice }: NearDuplicateContext,
  hasListed: boolean,
): RecordFinding<NearDuplicateEvidenceOf> {
  const records = rest.flatMap((row) => row.records);
  const superfluous = records.length - rest.length;
  const undecided = duplicates.undecided.length;
  const open =
    undecided === 0 ? '' : `; ${plural(undecided, 'record')} could not be compared with all that may be alike`;
  const severity = rest.some((row) => row.severity === 'high') ? 'high' : undecided > 0 ? 'low' : 'info';
  const counted = `${rest.length} ${hasListed ? 'further ' : ''}${rest.length === 1 ? 'family' : 'families'}`;
  return recordFinding(
    {
      code: 'corpus/near-duplicate',
      severity,
      subject: 'further families',
      message:
        `${counted} of near-duplicates hold ${plural(superfluous, 'superfluous record')}, ` +
        `${percent(superfluous / Math.max(1, duplicates.familyOf.length))} of the corpus${open}`,
      records,
      evidence: {
        families: rest.length,
        superfluous,
        similarity: similarityOf(rest),
        inSlice: countInSlice(records, inSlice),
        undecided,
      },
    },
    describe,
  );
}

function similarityOf(rows: readonly Omit<Row, 'severity'>[]): NearDuplicateEvidence['similarity'] {
  const found = rows
    .flatMap(({ records, families: { leaders, similarities } }) =>
      records.flatMap((record) => (leaders[record] === record ? [] : [similarities[record]!])),
    )
    .sort((a, b) => a - b);
  return { min: found[0] ?? 1, median: found[found.length >> 1] ?? 1 };
}
