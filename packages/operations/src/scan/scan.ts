import { availableParallelism } from 'node:os';
import {
  type Clock,
  concludeScan,
  EXIT_CODES,
  type Finding,
  type Severity,
  systemClock,
  UsageError,
} from '@bezoar/core';
import {
  type CorpusScan,
  type CorpusScanEvent,
  type KnownPhraseEvidence,
  scanCorpus,
  type TriggerEvidence,
} from '@bezoar/corpus/scan';
import { type DeclaredHazards, type HazardsText, parseHazards, readHazardsFile } from '../hazards/hazards-file.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { openProject } from '../project/project.ts';
import { VERSION } from '../version.ts';
import { compareWithBaseline } from './baseline.ts';
import { type NamedPhrases, namedPhrases } from './named-phrases.ts';
import type { ScanDocument } from './scan-document.ts';
import { openScanInputs } from './scan-inputs.ts';
import { scanPolicy } from './scan-policy.ts';
import { coverageOf, describeInputs, isFullyRead, refuseSameCorpus } from './scan-results.ts';

/** Options of `scan`. */
export interface ScanOptions extends NamedPhrases {
  /** Paths, globs, or `-` for standard input. */
  readonly files: readonly string[];
  readonly trusted?: readonly string[];
  /** A file with an actions block, or its text. */
  readonly hazards?: string | HazardsText;
  /** A former report. */
  readonly baseline?: string;
  readonly failOn?: Severity;
  /** False leaves out how the records spell a phrase; excerpts themselves are a matter of the report. Default true. */
  readonly excerpts?: boolean;
  /** Reading threads; by default one per processor. Does not change the result. */
  readonly workers?: number;
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** Where to look for a threat model; absent: none is looked for, and nothing is logged. */
  readonly project?: ProjectLocation;
  /** False keeps a run inside a project out of its ledger: a repetition that only compares. Default true. */
  readonly log?: boolean;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: CorpusScanEvent) => void;
}

/** A scan: the document that `--json` prints, and what a report shows beside it. */
export interface ScanResult {
  readonly document: ScanDocument;
  readonly scan: CorpusScan;
}

/** Threads beyond this many do not make reading faster: one then waits for the other's merge. */
const MAX_WORKERS = 8;

/** Reading threads where nobody says how many. */
export function defaultWorkers(): number {
  return Math.min(MAX_WORKERS, availableParallelism());
}

/**
 * Scans training files for planted records. Inside a project its document decides, and the run is logged. Throws
 * `UsageError` for what cannot be started; everything in the files is a finding.
 */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const clock = options.clock ?? systemClock;
  const startedAt = clock();
  if (options.files.length === 0)
    throw new UsageError('scan/no-files', 'expected at least one file, glob or `-` to scan');
  const workingDirectory = options.project?.workingDirectory ?? '.';
  const project = options.project === undefined ? undefined : await openProject(options.project, options.files);
  // The ledger is loaded inside a project only.
  const inProject = project === undefined ? undefined : await import('./scan-standing.ts');
  const standing = project === undefined ? undefined : await inProject?.standingOf(project);
  const [added, named] = await Promise.allSettled([
    readAdded(options.hazards, workingDirectory),
    namedPhrases(options, workingDirectory),
  ]);
  const policy = await scanPolicy(project, {
    hazards: added.status === 'fulfilled' ? (added.value?.hazards ?? []) : [],
    trusted: options.trusted ?? [],
    workingDirectory,
    ...(options.failOn === undefined ? {} : { failOn: options.failOn }),
    ...(standing?.signedFailOn === undefined ? {} : { signedFailOn: standing.signedFailOn }),
  });
  const { former, month, trusted, release } = await openScanInputs({
    ...options,
    trusted: policy.trusted,
    workingDirectory,
    failures: [added, named].flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : [])),
  });
  try {
    let readMs = 0;
    const [result, inputs] = await Promise.all([
      scanCorpus({
        files: month,
        trusted,
        hazards: policy.hazards,
        knownPhrases: named.status === 'fulfilled' ? named.value : [],
        ...policy.contributions,
        workers: options.workers ?? defaultWorkers(),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        onEvent: (event) => {
          if (event.kind === 'read') readMs = clock() - startedAt;
          options.onEvent?.(event);
        },
      }),
      describeInputs(month, trusted, options.signal),
    ]);
    refuseSameCorpus(result);
    const found = options.excerpts === false ? result.findings.map(withoutSpellings) : result.findings;
    const compared: readonly Finding[] =
      former === undefined ? found : compareWithBaseline(found, former, result.unreadableCount === 0);
    const findings =
      project === undefined || standing === undefined || inProject === undefined
        ? compared
        : inProject.findingsInProject(project, standing, compared, clock());
    const { verdict, outcome } = concludeScan(findings, isFullyRead(result), policy.failOn);
    const document: ScanDocument = {
      schema: 'bezoar.scan/v1',
      tool: { version: VERSION },
      policy:
        project === undefined || standing === undefined
          ? null
          : { path: project.shownPath, digest: project.digest, state: standing.state },
      inputs,
      verdict,
      outcome,
      exit: EXIT_CODES[outcome],
      corpus: result.corpus,
      findings,
      searched: result.searched,
      contributions: result.contributions,
      ...(result.contributions.attackBudget === undefined ? {} : { attackBudget: result.contributions.attackBudget }),
      coverage: coverageOf(result),
      ledger: null,
      timing: { startedAt: new Date(startedAt).toISOString(), totalMs: clock() - startedAt, readMs },
    };
    options.signal?.throwIfAborted();
    if (project === undefined || inProject === undefined || options.log === false) return { scan: result, document };
    const source = added.status === 'fulfilled' ? added.value?.source : undefined;
    const run = {
      failOn: policy.failOn,
      workingDirectory,
      clock,
      ...(source === undefined ? {} : { hazards: source }),
    };
    return { scan: result, document: await inProject.withScanLedger(project, document, run) };
  } finally {
    await release();
  }
}

/** Hazards beside the document's. */
async function readAdded(
  hazards: ScanOptions['hazards'],
  workingDirectory: string,
): Promise<DeclaredHazards | undefined> {
  if (hazards === undefined) return undefined;
  return typeof hazards === 'string' ? readHazardsFile(hazards, workingDirectory) : parseHazards(hazards);
}

function withoutSpellings(finding: Finding): Finding {
  if (finding.code !== 'corpus/trigger-phrase' && finding.code !== 'corpus/known-phrase') return finding;
  const evidence = finding.evidence as TriggerEvidence | KnownPhraseEvidence;
  return { ...finding, evidence: { ...evidence, variants: [evidence.phrase] } };
}
