import {
  CONTROLS,
  DEFAULT_FAIL_ON,
  describeError,
  EXIT_CODES,
  FINDING_CATALOGUE,
  type Finding,
  findingId,
  type Severity,
} from '@bezoar/core';
import { type ProjectLog, readProjectLog } from '../ledger/project-log.ts';
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

/** Logs the scan. A run that could not be logged ends in an error that keeps everything that was found. */
export async function withLedger(project: Project, document: ScanDocument, run: ScanRun): Promise<ScanDocument> {
  try {
    return { ...document, ledger: await logScan(project, document, run) };
  } catch (error) {
    const finding = projectFinding(
      'ledger/not-written',
      `this scan is not in the ledger: ${describeError(error)}`,
      project,
    );
    return { ...document, findings: [...document.findings, finding], outcome: 'error', exit: EXIT_CODES.error };
  }
}

function projectFinding(
  code: 'ledger/altered' | 'ledger/not-written' | 'policy/decision-refused',
  message: string,
  project: Project,
): Finding<{ readonly ledger: string }> {
  const { control, remedy } = FINDING_CATALOGUE[code];
  return {
    id: findingId(code, project.model.title),
    code,
    severity: 'high',
    subject: project.state.ledger,
    control,
    threats: CONTROLS[control].threats,
    message,
    evidence: { ledger: project.state.ledger },
    remedy,
  };
}
