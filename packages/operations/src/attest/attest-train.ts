import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type Clock,
  canonicalJson,
  catalogueFinding,
  type Finding,
  sha256,
  systemClock,
  UsageError,
} from '@bezoar/core';
import { digestFile } from '@bezoar/corpus/readers';
import { createTrainingRun } from '@bezoar/ledger';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { openLedgerKey } from '../ledger/keys/ledger-key.ts';
import { type LoggedEntry, logRun } from '../ledger/log-run.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { policyReference, requireProject } from '../project/project.ts';
import { attestCorpus } from './attest-corpus.ts';
import type { CheckedCorpus } from './check-corpus.ts';
import { type OutputFile, outputDigests } from './output-digests.ts';

/** How a training command ended. */
export interface TrainingExit {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

/** Options of `attestTrain`. */
export interface AttestTrainOptions {
  readonly location: ProjectLocation;
  /** The admitted corpora that the command reads. */
  readonly corpora: readonly string[];
  /** Files and folders that it writes. */
  readonly outputs: readonly string[];
  /** `base` or `tenant:ID`. */
  readonly target?: string;
  /** The command line, its words apart: no shell. */
  readonly command: readonly string[];
  /** Runs it, with the terminal of whoever asked. */
  readonly run: (command: readonly string[]) => Promise<TrainingExit>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** The document of `bezoar attest train --json`, schema `bezoar.attest-train/v1`. */
export interface AttestTrainDocument extends CommandDocument {
  /** `failed`: the command failed, or its corpus changed under it. Then nothing was attested. */
  readonly verdict: 'attested' | 'refused' | 'failed';
  readonly corpora: readonly CheckedCorpus[];
  readonly command: readonly string[];
  readonly commandExit: TrainingExit | null;
  readonly outputs: readonly OutputFile[];
  readonly ledger: LoggedEntry | null;
  /** Why nothing was attested, where the command itself failed. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** Subjects that an entry names; a larger model is named by the digest of its list. */
const MAX_ENTRY_SUBJECTS = 256;

/**
 * Runs a training command on admitted corpora only, and logs what it was given and what it left: SLSA provenance that joins
 * the model to its corpus. A corpus that is not admitted keeps the command from being started; one that changes while it
 * runs keeps its output from being attested. What the command reads beside them is not observed.
 */
export async function attestTrain(options: AttestTrainOptions): Promise<AttestTrainDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const { location, command, outputs: outputPaths, signal } = options;
  if (command.length === 0) throw new UsageError('attest/no-command', 'expected a command after `--`');
  if (outputPaths.length === 0)
    throw new UsageError('attest/no-output', 'name what the training writes with `--output`');
  const project = await requireProject(location);
  // Whoever cannot log the run must not start it.
  await openLedgerKey(project);
  const checked = await attestCorpus({
    location,
    files: options.corpora,
    clock,
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(signal === undefined ? {} : { signal }),
  });
  const { corpora } = checked;
  const base = {
    command: 'attest-train',
    policy: policyReference(project),
    inputs: checked.inputs,
    read: corpora.length,
  };
  const nothing = { corpora, command, commandExit: null, outputs: [], ledger: null };
  if (checked.verdict === 'refused') {
    return {
      ...finish({ ...base, verdict: 'refused' as const, outcome: 'adverse', findings: checked.findings }),
      ...nothing,
    };
  }
  const before = await digestsBefore(outputPaths, location, signal);
  const target = options.target ?? corpora[0]?.admission?.target ?? '';
  const startedOn = new Date(clock()).toISOString();
  const commandExit = await options.run(command);
  const finishedOn = new Date(clock()).toISOString();
  const changed: Finding[] = [];
  for (const { path, sha256: before } of corpora) {
    const now = await digestFile(resolve(location.workingDirectory, path), signal).catch(() => 'unreadable');
    if (now !== before) changed.push(changedFinding(path, before, now));
  }
  if (changed.length > 0 || commandExit.code !== 0) {
    const outcome = changed.length > 0 ? 'adverse' : 'error';
    return {
      ...finish({ ...base, verdict: 'failed' as const, outcome, findings: changed }),
      ...nothing,
      commandExit,
      ...(changed.length > 0 ? {} : { error: commandError(commandExit) }),
    };
  }
  const left = await outputDigests(outputPaths, (path) => resolve(location.workingDirectory, path), signal);
  // What lay there before and is the same is nobody's output, least of all this command's.
  const outputs = left.filter(({ path, sha256: digest }) => before.get(path) !== digest);
  const inputs = new Set(corpora.map(({ sha256: digest }) => digest));
  const copied = outputs.find(({ sha256: digest }) => inputs.has(digest));
  if (outputs.length === 0 || copied !== undefined) {
    throw new UsageError(
      'attest/no-output',
      copied === undefined
        ? 'the training changed nothing at its outputs: what lies there was there before'
        : `the output \`${copied.path}\` is a corpus that the training was given`,
    );
  }
  const subject = outputs.map(({ path, sha256: digest }) => ({ name: path, digest: { sha256: digest } }));
  const list = sha256(canonicalJson(outputs.map(({ path, sha256: digest }) => [path, digest])));
  const ledger = await logRun(
    project,
    {
      kind: 'run.train',
      actor: 'bezoar attest train',
      subject: subject.length > MAX_ENTRY_SUBJECTS ? [{ name: 'outputs', digest: { sha256: list } }] : subject,
      statement: createTrainingRun(subject, {
        command,
        inputs: [
          { name: 'THREATMODEL.md', digest: { sha256: project.digest } },
          ...corpora.map(({ path, sha256: digest }) => ({ name: `corpus: ${path}`, digest: { sha256: digest } })),
        ],
        target,
        startedOn,
        finishedOn,
      }),
      evidence: [],
      refs: corpora.flatMap(({ admission }) => (admission === null ? [] : [admission.entry])),
      detail: {
        [CONTROLS_DETAIL]: ['corpus/admission'],
        verdict: 'attested',
        target,
        corpora: corpora.map(({ sha256: digest }) => digest).slice(0, MAX_ENTRY_SUBJECTS),
        outputs: outputs.length,
        outputList: list,
      },
    },
    clock,
  );
  return {
    ...finish({ ...base, verdict: 'attested' as const, outcome: 'ok' }),
    corpora,
    command,
    commandExit,
    outputs,
    ledger,
  };
}

/** What lies at the outputs before the command runs, by path; nothing there is how it should be. */
async function digestsBefore(
  paths: readonly string[],
  { workingDirectory }: ProjectLocation,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>();
  for (const path of paths) {
    const there = await stat(resolve(workingDirectory, path)).catch(() => undefined);
    if (there === undefined || (there.isDirectory() && (await readdir(resolve(workingDirectory, path))).length === 0))
      continue;
    const found = await outputDigests([path], (one) => resolve(workingDirectory, one), signal);
    for (const { path: file, sha256: digest } of found) known.set(file, digest);
  }
  return known;
}

function commandError({ code, signal }: TrainingExit): { readonly code: string; readonly message: string } {
  const how = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
  return { code: 'attest/command-failed', message: `the training command ${how}; nothing was attested` };
}

function changedFinding(path: string, before: string, now: string): Finding {
  const code = 'corpus/not-admitted';
  return catalogueFinding({
    code,
    severity: 'high',
    subject: path,
    location: { file: path },
    message: `\`${path}\` changed while the training ran: what was learned is not what was admitted`,
    evidence: { sha256: now, expected: before },
  });
}
