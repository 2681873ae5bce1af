import { type FindingCode, isAtLeast, type Severity } from '@bezoar/core';
import { MAX_FINDINGS_PER_CODE, type RecordDescriber, recordFinding } from '../../near-duplicates/record-finding.ts';
import type { AnomalyEvidence, AnomalyFinding } from '../anomaly-input.ts';

/** An anomaly before it is described. */
export interface AnomalyDraft {
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
  readonly records: ArrayLike<number>;
  readonly evidence: AnomalyEvidence;
}

/** Describes drafts of one code: the gravest and least likely one by one, all others as one with the gravest severity among them. */
export function cappedFindings(
  code: FindingCode,
  drafts: readonly AnomalyDraft[],
  describe: RecordDescriber,
): AnomalyFinding[] {
  const ordered = [...drafts].sort(
    (a, b) =>
      Number(isAtLeast(b.severity, a.severity)) - Number(isAtLeast(a.severity, b.severity)) ||
      (a.evidence.probability ?? 0) - (b.evidence.probability ?? 0) ||
      (a.subject < b.subject ? -1 : 1),
  );
  const listed = ordered.slice(0, MAX_FINDINGS_PER_CODE);
  const rest = ordered.slice(MAX_FINDINGS_PER_CODE);
  const findings = listed.map((draft) =>
    recordFinding({ ...draft, code, records: Array.from(draft.records) }, describe),
  );
  const gravest = rest[0];
  if (gravest === undefined) return findings;
  const records = new Set(rest.flatMap((draft) => Array.from(draft.records)));
  const further = {
    code,
    severity: gravest.severity,
    subject: 'further',
    message: `${rest.length} more of the same kind, with ${records.size} records; the least unlikely: ${rest.at(-1)?.message}`,
    records: [...records],
    evidence: { what: gravest.evidence.what, observed: rest.length },
  };
  return [...findings, recordFinding(further, describe)];
}
