import { CONTROLS, FINDING_CATALOGUE, type Finding, findingId, type Severity } from '@bezoar/core';

/** Codes of web snapshots. */
export type SnapshotCode =
  | 'corpus/snapshot-changed'
  | 'corpus/snapshot-reverted'
  | 'corpus/snapshot-too-young'
  | 'corpus/snapshot-unverifiable';

/** A finding about a page. `subject` is its address; `about` tells two findings about it apart. */
export function snapshotFinding<Evidence>(
  code: SnapshotCode,
  severity: Severity,
  { subject, message, evidence, about = '' }: { subject: string; message: string; evidence: Evidence; about?: string },
): Finding<Evidence> {
  return {
    id: findingId(code, about === '' ? subject : JSON.stringify([subject, about])),
    code,
    severity,
    subject,
    control: 'corpus/snapshots',
    threats: CONTROLS['corpus/snapshots'].threats,
    message,
    evidence,
    remedy: FINDING_CATALOGUE[code].remedy,
  };
}
