import { type Clock, systemClock, UsageError } from '@bezoar/core';
import { parseTarget } from '@bezoar/corpus';
import { resolveInputs } from '@bezoar/corpus/readers';
import { decisionsInForce } from '../decide/decisions-in-force.ts';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { policyReference, requireProject } from '../project/project.ts';
import { type CheckedCorpus, checkCorpus } from './check-corpus.ts';

/** The document of `bezoar attest corpus --json`, schema `bezoar.attest-corpus/v1`. */
export interface AttestCorpusDocument extends CommandDocument {
  readonly verdict: 'admitted' | 'refused';
  readonly corpora: readonly CheckedCorpus[];
}

/** The files that paths and globs name; a path that exists wins over its meaning as a glob. */
async function namedFiles(patterns: readonly string[], workingDirectory: string): Promise<readonly string[]> {
  const { files, release } = await resolveInputs(patterns, { workingDirectory });
  await release();
  return files.map(({ path }) => path);
}

/** Whether files may train a model: each was admitted, byte for byte, and reviewed where the document asks for it. */
export async function attestCorpus(options: {
  readonly location: ProjectLocation;
  readonly files: readonly string[];
  /** `base` or `tenant:ID`; absent: any. */
  readonly target?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}): Promise<AttestCorpusDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  if (options.files.length === 0) throw new UsageError('attest/no-files', 'expected at least one corpus to check');
  if (options.target !== undefined) parseTarget(options.target);
  const project = await requireProject(options.location);
  const log = await readProjectLog(project);
  const { decisions } = await decisionsInForce(log, clock());
  const corpora: CheckedCorpus[] = [];
  for (const path of await namedFiles(options.files, options.location.workingDirectory)) {
    corpora.push(
      await checkCorpus(path, {
        project,
        log,
        decisions,
        workingDirectory: options.location.workingDirectory,
        ...(options.target === undefined ? {} : { target: options.target }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      }),
    );
  }
  const targets = new Set(corpora.flatMap(({ admission }) => (admission === null ? [] : [admission.target])));
  if (options.target === undefined && targets.size > 1) {
    throw new UsageError(
      'attest/mixed-targets',
      `expected corpora that were admitted for one model, got ${[...targets].join(', ')}; say with \`--for\` which model they train`,
    );
  }
  const findings = corpora.flatMap((corpus) => corpus.findings);
  const isRefused = findings.length > 0;
  return {
    ...finish({
      command: 'attest-corpus',
      policy: policyReference(project),
      inputs: corpora.map(({ path, sha256 }) => ({ path, sha256 })),
      verdict: isRefused ? ('refused' as const) : ('admitted' as const),
      outcome: isRefused ? 'adverse' : 'ok',
      findings,
      read: corpora.length,
    }),
    corpora,
  };
}
