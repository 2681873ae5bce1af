import { relative } from 'node:path';
import { type Clock, type ControlId, canonicalJson, isAtLeast, isOpen, type Severity, sha256 } from '@bezoar/core';
import { createTestResult, type ResourceDescriptor } from '@bezoar/ledger';
import { logRun } from '../ledger/log-run.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import type { Project } from '../project/project.ts';
import type { SnapshotDocument } from './snapshot-document.ts';

/** Who logs a snapshot. */
const ACTOR = 'bezoar snapshot';

/** Entries that the logged report lists; all of them stand in the files that the entry names by digest. */
const MAX_LOGGED_ENTRIES = 10_000;

/** Inputs and outputs that a statement lists one by one; more are named by the digest of their list. */
const MAX_LISTED_FILES = 128;

/** How a snapshot was run, as far as its document does not say. */
export interface SnapshotLogging {
  readonly failOn: Severity;
  readonly workingDirectory: string;
  /** Where the bodies lie, if anywhere. */
  readonly out?: string;
  readonly clock: Clock;
}

/** Logs a snapshot: a test-result statement over what came of it, the report as evidence, one entry. Throws what prevents it. */
export async function logSnapshot(
  project: Project,
  document: SnapshotDocument,
  { failOn, workingDirectory, out, clock }: SnapshotLogging,
): Promise<NonNullable<SnapshotDocument['ledger']>> {
  const report = Buffer.from(JSON.stringify({ ...document, entries: document.entries.slice(0, MAX_LOGGED_ENTRIES) }));
  const digest = sha256(report);
  const controls: ControlId[] = document.coverage.read === 0 ? [] : ['corpus/snapshots'];
  const inputs = document.inputs.filter((input) => input.sha256 !== '');
  const written = document.outputs.length > 0 ? document.outputs : inputs;
  const subject = descriptors(written, 'pages');
  const entry = await logRun(
    project,
    {
      kind: 'corpus.snapshot',
      actor: ACTOR,
      subject,
      statement: createTestResult(subject, {
        configuration: [
          { name: 'THREATMODEL.md', digest: { sha256: project.digest } },
          { name: 'report', digest: { sha256: digest } },
          ...descriptors(inputs, 'inputs'),
        ],
        ...resultOf(document, failOn),
      }),
      evidence: [report],
      detail: {
        verdict: document.verdict,
        exit: document.exit,
        [CONTROLS_DETAIL]: controls,
        mode: document.mode,
        pages: document.coverage.read,
        ...document.counts,
        findings: document.findings.filter(isOpen).length,
        inputs: inputs.length,
        inputList: sha256(canonicalJson(inputs)),
        paths: sha256(canonicalJson(document.inputs.map(({ path }) => path))),
        report: digest,
        folder: relative(project.folder, workingDirectory),
        ...(out === undefined ? {} : { out }),
        ...(document.snapshotAt === null ? {} : { snapshotAt: document.snapshotAt, hold: document.hold }),
      },
    },
    clock,
  );
  return { ...entry, report: digest };
}

/** Files as a statement names them. INVARIANT: never empty, since a statement needs a subject. */
function descriptors(
  files: readonly { path: string; sha256: string }[],
  name: string,
): (ResourceDescriptor & {
  readonly name: string;
  readonly digest: { readonly sha256: string };
})[] {
  if (files.length === 0 || files.length > MAX_LISTED_FILES) {
    return [{ name: `${files.length} ${name}`, digest: { sha256: sha256(canonicalJson(files)) } }];
  }
  return files.map(({ path, sha256: digest }) => ({ name: path, digest: { sha256: digest } }));
}

/** One control is tested. What could not be had or read fails it: undecided is never passed. */
function resultOf(
  { findings, outcome }: SnapshotDocument,
  failOn: Severity,
): { readonly passedTests: string[]; readonly warnedTests: string[]; readonly failedTests: string[] } {
  const tests: [string] = ['corpus/snapshots'];
  const open = findings.filter((finding) => isOpen(finding) && finding.control === 'corpus/snapshots');
  if (outcome !== 'ok' || open.some(({ severity }) => isAtLeast(severity, failOn))) {
    return { passedTests: [], warnedTests: [], failedTests: tests };
  }
  return open.length > 0
    ? { passedTests: [], warnedTests: tests, failedTests: [] }
    : { passedTests: tests, warnedTests: [], failedTests: [] };
}
