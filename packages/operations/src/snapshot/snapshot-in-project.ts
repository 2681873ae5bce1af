import { withLedger } from '../ledger/with-ledger.ts';
import type { Project } from '../project/project.ts';
import { logSnapshot, type SnapshotLogging } from './log-snapshot.ts';
import type { SnapshotDocument } from './snapshot-document.ts';

export { findingsInProject, standingOf } from '../scan/scan-standing.ts';

/** Logs the snapshot, as `withLedger` does. */
export function withSnapshotLedger(
  project: Project,
  document: SnapshotDocument,
  logging: SnapshotLogging,
): Promise<SnapshotDocument> {
  return withLedger(project, document, 'snapshot', () => logSnapshot(project, document, logging));
}
