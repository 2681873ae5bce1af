import { catalogueFinding, type Finding, type Severity } from '@bezoar/core';

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
  return catalogueFinding({
    identity: about === '' ? subject : JSON.stringify([subject, about]),
    code,
    severity,
    subject,
    message,
    evidence,
  });
}
