import { relative } from 'node:path';
import { type Clock, type ControlId, canonicalJson, isAtLeast, isOpen, type Severity, sha256 } from '@bezoar/core';
import { createTestResult, type ResourceDescriptor } from '@bezoar/ledger';
import type { HazardsText } from '../hazards/hazards-file.ts';
import { logRun } from '../ledger/log-run.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import type { Project } from '../project/project.ts';
import type { ScanDocument, ScanLedgerReference } from './scan-document.ts';

/** Inputs that a statement lists one by one; more are named by the digest of their list. */
const MAX_LISTED_INPUTS = 1024;

/** Who logs a scan. */
const ACTOR = 'bezoar scan';

/** How a scan was run, as far as its document does not say. */
export interface ScanRun {
  readonly failOn: Severity;
  readonly workingDirectory: string;
  readonly clock: Clock;
  /** Hazards beside the document's. */
  readonly hazards?: HazardsText;
}

/** Logs a scan: a test-result statement over the corpus, the report as evidence, one entry. Throws what prevents it. */
export async function logScan(
  project: Project,
  document: ScanDocument,
  { failOn, workingDirectory, clock, hazards }: ScanRun,
): Promise<ScanLedgerReference> {
  const added = hazards === undefined ? undefined : Buffer.from(JSON.stringify(hazards));
  const report = Buffer.from(JSON.stringify(document));
  const digest = sha256(report);
  const subject = [{ name: 'corpus', digest: { sha256: document.corpus.sha256 } }];
  const controls = exercised(document);
  const inputs = document.inputs.filter((input) => input.sha256 !== '');
  const listDigest = sha256(canonicalJson(inputs));
  const entry = await logRun(
    project,
    {
      kind: 'corpus.scan',
      actor: ACTOR,
      subject,
      statement: createTestResult(subject, {
        configuration: [
          { name: 'THREATMODEL.md', digest: { sha256: project.digest } },
          { name: 'report', digest: { sha256: digest } },
          ...inputDescriptors(inputs, listDigest),
        ],
        ...resultsOf(document, controls, failOn),
      }),
      evidence: added === undefined ? [report] : [report, added],
      detail: {
        verdict: document.verdict,
        exit: document.exit,
        [CONTROLS_DETAIL]: controls,
        inputs: document.inputs.length,
        inputList: listDigest,
        paths: sha256(canonicalJson(document.inputs.map(({ path, role }) => [role, path]))),
        records: document.corpus.records,
        findings: document.findings.filter(isOpen).length,
        report: digest,
        ...(added === undefined ? {} : { hazards: sha256(added) }),
        folder: relative(project.folder, workingDirectory),
      },
    },
    clock,
  );
  return { ...entry, report: digest };
}

/** The controls that a scan ran: none over no records, and hazards only where there was one to check. */
function exercised({ corpus, coverage }: ScanDocument): ControlId[] {
  if (corpus.records === 0) return [];
  const always: ControlId[] = ['corpus/phrases', 'corpus/near-duplicates', 'corpus/anomalies'];
  return coverage.hazards.covered.length > 0 ? ['corpus/hazards', ...always] : always;
}

/** Passed, warned and failed controls. What could not be read fails the control of the sources: undecided is never passed. */
function resultsOf(
  { findings, coverage }: ScanDocument,
  controls: readonly ControlId[],
  failOn: Severity,
): { readonly passedTests: string[]; readonly warnedTests: string[]; readonly failedTests: string[] } {
  const open = findings.filter(isOpen);
  const failed = new Set<string>(
    open.filter(({ severity }) => isAtLeast(severity, failOn)).map(({ control }) => control),
  );
  if (coverage.unreadableCount > 0) failed.add('corpus/sources');
  const warned = new Set<string>(open.map(({ control }) => control).filter((control) => !failed.has(control)));
  const passed = controls.filter((control) => !failed.has(control) && !warned.has(control));
  return { passedTests: passed, warnedTests: [...warned], failedTests: [...failed] };
}

function inputDescriptors(inputs: ScanDocument['inputs'], listDigest: string): ResourceDescriptor[] {
  if (inputs.length > MAX_LISTED_INPUTS) return [{ name: `${inputs.length} inputs`, digest: { sha256: listDigest } }];
  return inputs.map(({ path, role, ...input }) => ({ name: `${role}: ${path}`, digest: { sha256: input.sha256 } }));
}
