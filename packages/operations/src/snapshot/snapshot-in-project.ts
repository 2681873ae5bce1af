import { CONTROLS, describeError, EXIT_CODES, FINDING_CATALOGUE, type Finding, findingId } from '@bezoar/core';
import type { Project } from '../project/project.ts';
import { logSnapshot, type SnapshotLogging } from './log-snapshot.ts';
import type { SnapshotDocument } from './snapshot-document.ts';

export { findingsInProject, standingOf } from '../scan/scan-standing.ts';

/** Logs the snapshot. A run that could not be logged ends in an error that keeps everything that was found. */
export async function withLedger(
  project: Project,
  document: SnapshotDocument,
  logging: SnapshotLogging,
): Promise<SnapshotDocument> {
  try {
    return { ...document, ledger: await logSnapshot(project, document, logging) };
  } catch (error) {
    const code = 'ledger/not-written';
    const { control, remedy } = FINDING_CATALOGUE[code];
    const finding: Finding = {
      id: findingId(code, project.model.title),
      code,
      severity: 'high',
      subject: project.state.ledger,
      control,
      threats: CONTROLS[control].threats,
      message: `this snapshot is not in the ledger: ${describeError(error)}`,
      evidence: { ledger: project.state.ledger },
      remedy,
    };
    return { ...document, findings: [...document.findings, finding], outcome: 'error', exit: EXIT_CODES.error };
  }
}
