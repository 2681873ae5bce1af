import {
  catalogueFinding,
  countWords,
  type Finding,
  type FindingCode,
  type Place,
  type Principal,
  principalKey,
  type Severity,
} from '@bezoar/core';
import type { Contributor } from '../phrases/trigger-finding.ts';

/** What names the records of an intake, by number. */
export interface RecordDescriber {
  label(record: number): string;
  place(record: number): Place;
  principal(record: number): Principal;
}

/** A finding, and the numbers of the records that it speaks of, ascending. */
export interface RecordFinding<Evidence extends RecordEvidence = RecordEvidence> {
  readonly finding: Finding<Evidence>;
  readonly records: readonly number[];
}

/** What every finding about records says of them. `recordIds` is complete. */
export interface RecordEvidence {
  readonly records: number;
  readonly recordIds: readonly string[];
  readonly accounts: number;
  readonly tenants: number;
  /** The accounts with most of the records, at most `MAX_LISTED_CONTRIBUTORS`. */
  readonly contributors: readonly Contributor[];
}

/** Contributors that one finding lists; all are counted. */
export const MAX_LISTED_CONTRIBUTORS = 50;

/** Findings that one code lists; the rest become one, so that a flood of small things hides no large one. */
export const MAX_FINDINGS_PER_CODE = 20;

/** A finding about records, before it is described. */
export interface RecordFindingDraft<Extra> {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Normalised and without counts: the finding is known by it in the next run. */
  readonly subject: string;
  readonly message: string;
  readonly records: readonly number[];
  readonly evidence: Extra;
}

/** Describes a draft. */
export function recordFinding<Extra extends object>(
  draft: RecordFindingDraft<Extra>,
  describe: RecordDescriber,
): RecordFinding<Extra & RecordEvidence> {
  const { code, severity, subject, message } = draft;
  const records = [...draft.records].sort((a, b) => a - b);
  const first = records[0];
  return {
    records,
    finding: catalogueFinding({
      code,
      severity,
      subject,
      location: first === undefined ? undefined : describe.place(first),
      message,
      evidence: { ...draft.evidence, ...evidenceOf(records, describe) },
    }),
  };
}

function evidenceOf(records: readonly number[], describe: RecordDescriber): RecordEvidence {
  const counts = new Map<string, Contributor>();
  const tenants = new Set<string>();
  for (const record of records) {
    const principal = describe.principal(record);
    if (principal.tenant !== '') tenants.add(principal.tenant);
    if (principal.tenant === '' && principal.account === '') continue;
    const key = principalKey(principal);
    counts.set(key, { ...principal, records: (counts.get(key)?.records ?? 0) + 1 });
  }
  return {
    records: records.length,
    recordIds: records.map((record) => describe.label(record)),
    accounts: counts.size,
    tenants: tenants.size,
    contributors: [...counts]
      .sort(([a, x], [b, y]) => y.records - x.records || (a < b ? -1 : 1))
      .slice(0, MAX_LISTED_CONTRIBUTORS)
      .map(([, contributor]) => contributor),
  };
}

/** `12 records, 3 accounts, 2 tenants` of some records. */
export function countRecords(records: readonly number[], describe: RecordDescriber): string {
  const { accounts, tenants } = evidenceOf(records, describe);
  return countWords(records.length, accounts, tenants);
}
