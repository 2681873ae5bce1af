import { type Clock, canonicalJson, isAtLeast, isOpen, sha256 } from '@bezoar/core';
import { createTestResult } from '@bezoar/ledger';
import { logRun } from '../ledger/log-run.ts';
import { withLedger } from '../ledger/with-ledger.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import type { Project } from '../project/project.ts';
import type { AbsorbDocument } from './absorb-document.ts';

/** Who logs it. */
const ACTOR = 'bezoar absorb';
/** The control that a run is evidence of. */
const CONTROL = 'corpus/absorb';
/** Inputs that a statement lists one by one; more are named by the digest of their list. */
const MAX_LISTED_INPUTS = 1024;

/** Logs a run, as `withLedger` does. */
export function withAbsorbLedger(
  project: Project,
  document: AbsorbDocument,
  batch: string,
  clock: Clock,
): Promise<AbsorbDocument> {
  return withLedger(project, document, 'run', () => logAbsorb(project, document, batch, clock));
}

/** A test-result statement over the batch, the report as evidence, one entry of kind `corpus.absorb`. */
async function logAbsorb(
  project: Project,
  document: AbsorbDocument,
  batch: string,
  clock: Clock,
): Promise<AbsorbDocument['ledger']> {
  const { kind, absorbed, held, undecided, coverage, findings, output, inputs } = document;
  const report = Buffer.from(JSON.stringify(document));
  const digest = sha256(report);
  const subject = [{ name: `batch of ${kind}`, digest: { sha256: batch } }];
  const open = findings.filter(isOpen);
  const isFailed = held.length > 0 || undecided.length > 0 || coverage.unreadableCount > 0;
  const isRun = coverage.read > 0;
  const listed = inputs.filter((input) => input.sha256 !== '');
  const entry = await logRun(
    project,
    {
      kind: 'corpus.absorb',
      actor: ACTOR,
      subject,
      statement: createTestResult(subject, {
        configuration: [
          { name: 'THREATMODEL.md', digest: { sha256: project.digest } },
          { name: 'report', digest: { sha256: digest } },
          ...(listed.length > MAX_LISTED_INPUTS
            ? [{ name: `${listed.length} inputs`, digest: { sha256: sha256(canonicalJson(listed)) } }]
            : listed.map(({ path, sha256: bytes }) => ({ name: path, digest: { sha256: bytes } }))),
        ],
        passedTests: isRun && !isFailed ? [CONTROL] : [],
        warnedTests: [],
        failedTests: isRun && isFailed ? [CONTROL] : [],
      }),
      evidence: [report],
      detail: {
        verdict: document.verdict,
        exit: document.exit,
        // Nothing was read: nothing was checked.
        [CONTROLS_DETAIL]: isRun ? [CONTROL] : [],
        kind,
        items: coverage.read,
        absorbed: absorbed.length,
        held: held.length,
        undecided: undecided.length,
        unreadable: coverage.unreadableCount,
        findings: open.filter(({ severity }) => isAtLeast(severity, 'high')).length,
        report: digest,
        ...(output === null ? {} : { output: output.absorbed.sha256 }),
      },
    },
    clock,
  );
  return { ...entry, report: digest };
}
