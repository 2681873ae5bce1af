import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Clock,
  concludeScan,
  type Finding,
  formatDuration,
  type Random,
  type Severity,
  seededRandom,
  systemClock,
} from '@bezoar/core';
import {
  type FetchLimits,
  fetchLimits,
  MANIFEST_NAME,
  type ResolvedAddress,
  readManifest,
  readUrlList,
  recordSnapshot,
  type Sleep,
  type SnapshotEvent,
  type SnapshotRun,
  snapshotRevisions,
  verifySnapshot,
  type WebEnvironment,
} from '@bezoar/corpus';
import { digestFile } from '@bezoar/corpus/readers';
import { type InputDigest, startDocument } from '../document/command-document.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { openProject, policyReference } from '../project/project.ts';
import { scanPolicy } from '../scan/scan-policy.ts';
import { VERSION } from '../version.ts';
import type { SnapshotDocument } from './snapshot-document.ts';
import { type SnapshotWork, snapshotWork } from './snapshot-inputs.ts';
import { type SnapshotFlags, type SnapshotSettings, snapshotSettings } from './snapshot-settings.ts';

/** Options of `snapshot`. */
export interface SnapshotOptions extends SnapshotFlags {
  /** One manifest, or revision exports; paths and globs. */
  readonly files: readonly string[];
  /** A list of addresses to curate instead. */
  readonly record?: string;
  /** Bounds on fetching, where the defaults do not fit. */
  readonly limits?: Partial<FetchLimits>;
  /** Whether loopback, private and link-local addresses may be asked. Default false. */
  readonly allowPrivate?: boolean;
  readonly failOn?: Severity;
  /** Where to look for a threat model; absent: none is looked for, and nothing is logged. */
  readonly project?: ProjectLocation;
  /** False keeps a run inside a project out of its ledger. Default true. */
  readonly log?: boolean;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly random?: Random;
  readonly resolveHost?: (host: string) => Promise<readonly ResolvedAddress[]>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: SnapshotEvent) => void;
}

/**
 * Web content that becomes training data: curates pages, holds what is served against what was curated, or takes from
 * revision exports what has stood. Inside a project its document decides which findings count, and the run is logged. Throws
 * a `UsageError` for what cannot be started; everything that pages and servers do is a verdict.
 */
export async function snapshot(options: SnapshotOptions): Promise<SnapshotDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const workingDirectory = options.project?.workingDirectory ?? '.';
  const { signal } = options;
  const work = await snapshotWork({ ...options, workingDirectory });
  const settings = snapshotSettings(work.mode, options, clock());
  const scanned = options.record === undefined ? options.files : [options.record];
  const project = options.project === undefined ? undefined : await openProject(options.project, scanned);
  // The ledger is loaded inside a project only.
  const inProject = project === undefined ? undefined : await import('./snapshot-in-project.ts');
  const standing = project === undefined ? undefined : await inProject?.standingOf(project);
  const { failOn } = await scanPolicy(project, {
    hazards: [],
    trusted: [],
    workingDirectory,
    ...(options.failOn === undefined ? {} : { failOn: options.failOn }),
    ...(standing?.signedFailOn === undefined ? {} : { signedFailOn: standing.signedFailOn }),
  });
  const out = options.out === undefined ? undefined : resolve(workingDirectory, options.out);
  const run = await runWork(work, settings, out, options, clock);
  const findings: readonly Finding[] =
    project === undefined || standing === undefined || inProject === undefined
      ? run.findings
      : inProject.findingsInProject(project, standing, run.findings, clock());
  const read = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
  // Nothing taken is nothing known: a snapshot in which every page is held is not a clean one.
  const isDecided = run.counts.taken > 0 && run.unreadable.length === 0 && run.counts.unreachable === 0;
  const { verdict, outcome } = concludeScan(findings, isDecided, failOn);
  const inputs = await describeInputs(work, signal);
  const document = {
    ...finish({ command: 'snapshot', policy: policyReference(project), inputs, verdict, outcome, findings, read }),
    coverage: { read, unreadable: run.unreadable },
    mode: work.mode,
    entries: run.entries,
    counts: run.counts,
    findingsLeftOut: run.findingsLeftOut,
    snapshotAt: run.snapshotAt ?? null,
    hold: work.mode === 'revisions' ? formatDuration(settings.holdMs) : null,
    outputs: await describeOutputs(work, options, out, signal),
    ledger: null,
  } satisfies SnapshotDocument;
  signal?.throwIfAborted();
  if (project === undefined || inProject === undefined || options.log === false) return document;
  const logging = { failOn, workingDirectory, clock, ...(options.out === undefined ? {} : { out: options.out }) };
  return inProject.withSnapshotLedger(project, document, logging);
}

async function runWork(
  work: SnapshotWork,
  settings: SnapshotSettings,
  out: string | undefined,
  options: SnapshotOptions,
  clock: Clock,
): Promise<SnapshotRun> {
  const { signal, onEvent } = options;
  const events = onEvent === undefined ? {} : { onEvent };
  const aborting = signal === undefined ? {} : { signal };
  if (work.mode === 'revisions') {
    const { files } = work;
    const writing = out === undefined ? {} : { folder: out };
    return snapshotRevisions({ files, now: clock(), ...settings, ...writing, ...aborting, ...events });
  }
  const environment: WebEnvironment = {
    clock,
    sleep: options.sleep ?? sleepFor,
    // Only spreads retries in time; nobody gains by guessing it.
    random: options.random ?? seededRandom(`snapshot:${clock()}`),
    limits: fetchLimits(options.limits),
    userAgent: `bezoar/${VERSION}`,
    allowPrivate: options.allowPrivate ?? false,
    ...(options.resolveHost === undefined ? {} : { resolve: options.resolveHost }),
    ...aborting,
  };
  // INVARIANT: the flags were checked; everything but revisions has a folder.
  const folder = out!;
  const running = { folder, environment, processId: process.pid, ...events };
  if (work.mode === 'record') {
    return recordSnapshot({ ...running, list: await readUrlList(work.path, work.file, signal) });
  }
  return verifySnapshot({
    ...running,
    manifest: await readManifest(work.path, work.file, signal),
    curatedFolder: dirname(work.file),
    isOffline: options.offline ?? false,
    isRefetched: options.refetch ?? false,
  });
}

const sleepFor: Sleep = (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal });

async function describeInputs(work: SnapshotWork, signal: AbortSignal | undefined): Promise<InputDigest[]> {
  const files = work.mode === 'revisions' ? work.files : [work];
  const described: InputDigest[] = [];
  for (const { path, file } of files) {
    const sha256 = await digestFile(file, signal).catch(() => {
      signal?.throwIfAborted();
      return '';
    });
    described.push({ path, sha256 });
  }
  return described;
}

const OUTPUTS = {
  record: [MANIFEST_NAME],
  verify: ['taken.jsonl', 'quarantine.jsonl'],
  revisions: ['pages.jsonl', 'held.jsonl'],
} as const;

async function describeOutputs(
  { mode }: SnapshotWork,
  { offline, out: shownOut }: SnapshotOptions,
  out: string | undefined,
  signal: AbortSignal | undefined,
): Promise<SnapshotDocument['outputs']> {
  if (out === undefined || shownOut === undefined || offline === true) return [];
  return Promise.all(
    OUTPUTS[mode].map(async (name) => ({
      path: join(shownOut, name),
      sha256: await digestFile(join(out, name), signal),
    })),
  );
}
