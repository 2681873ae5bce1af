import { DEFAULT_FAIL_ON, describeError, type Finding, type Severity } from '@bezoar/core';
import { projectFinding } from '../ledger/project-finding.ts';
import { type ProjectLog, readProjectLog } from '../ledger/project-log.ts';
import { withLedger } from '../ledger/with-ledger.ts';
import { policyState, policyStateFindings, refusedFindings } from '../policy/policy-state.ts';
import type { Project } from '../project/project.ts';
import { acceptRisks, expiredRisks } from './accepted-risks.ts';
import { logScan, type ScanRun } from './log-scan.ts';
import type { ScanDocument, ScanPolicyReference } from './scan-document.ts';

/** How a project stands before anything is scanned. */
export interface ScanStanding {
  readonly state: ScanPolicyReference['state'];
  /** What is wrong with the document, its signatures or the ledger. */
  readonly findings: readonly Finding[];
  /** The limit that an unsigned change of the document cannot raise. */
  readonly signedFailOn?: Severity;
}

/** Reads the ledger and judges the document. What cannot be read is a finding, never an excuse. */
export async function standingOf(project: Project): Promise<ScanStanding> {
  const failing = (finding: Finding): ScanStanding => ({
    state: 'unknown',
    findings: [finding],
    signedFailOn: DEFAULT_FAIL_ON,
  });
  let log: ProjectLog;
  try {
    log = await readProjectLog(project);
  } catch (error) {
    return failing(projectFinding('ledger/altered', `the ledger cannot be read: ${describeError(error)}`, project));
  }
  try {
    const policy = await policyState(project, log);
    const loosened = policy.state === 'loosened' ? policyStateFindings(project, policy) : [];
    const findings = [...loosened, ...refusedFindings(policy)];
    if (policy.state === 'signed' || findings.length === 0) return { state: policy.state, findings };
    const signedFailOn = policy.signed?.model.corpus.review?.failOn ?? DEFAULT_FAIL_ON;
    return { state: policy.state, findings, signedFailOn };
  } catch (error) {
    const message = `the signatures of the document cannot be judged: ${describeError(error)}`;
    return failing(projectFinding('policy/decision-refused', message, project));
  }
}

/**
 * A scan's findings as the document sees them: accepted where it accepts them, with what is wrong with the project, and
 * with every acceptance that has run out for something that was found.
 */
export function findingsInProject(
  project: Project,
  standing: ScanStanding,
  found: readonly Finding[],
  now: number,
): readonly Finding[] {
  const { accepted } = project.model;
  const ids = new Set(found.map(({ id }) => id));
  const expired = expiredRisks(accepted, project.shownPath, now, 'low').filter(({ subject }) => ids.has(subject));
  const own = [...found, ...standing.findings];
  return [...acceptRisks(own, accepted, now, standing.state === 'signed'), ...expired];
}

/** Logs the scan, as `withLedger` does. */
export function withScanLedger(project: Project, document: ScanDocument, run: ScanRun): Promise<ScanDocument> {
  return withLedger(project, document, 'scan', () => logScan(project, document, run));
}
