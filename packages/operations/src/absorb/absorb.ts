import { resolve } from 'node:path';
import {
  type Clock,
  concludeScan,
  EXIT_CODES,
  type Finding,
  sha256,
  sha256OfSet,
  systemClock,
  UsageError,
} from '@bezoar/core';
import {
  ABSORB_KINDS,
  type AbsorbKind,
  type AbsorbReadOptions,
  type AbsorbResult,
  readAbsorbItems,
  startAbsorb,
} from '@bezoar/corpus';
import { digestFile, type InputFile, resolveInputs, type Unreadable } from '@bezoar/corpus/readers';
import type { InputDigest } from '../document/command-document.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { openProject } from '../project/project.ts';
import { VERSION } from '../version.ts';
import type { AbsorbDocument } from './absorb-document.ts';
import { absorbLimits } from './absorb-limits.ts';
import { writeAbsorbed } from './absorb-output.ts';
import { absorbPolicyOf } from './absorb-policy.ts';
import { unreadFindings } from './unread-findings.ts';

/** Options of `absorb`. */
export interface AbsorbOptions {
  /** Paths, globs, or `-` for standard input. */
  readonly files: readonly string[];
  readonly kind: AbsorbKind;
  /** Folder for `absorbed.jsonl` and `held.jsonl`; relative to the working directory. */
  readonly out?: string;
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** Where to look for a threat model; absent: none is looked for, and nothing is logged. */
  readonly project?: ProjectLocation;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Items that were judged so far. */
  readonly onItems?: (items: number) => void;
}

/** Unreadable places that a document lists; the rest is counted. */
export const MAX_LISTED_UNREADABLE = 10_000;
/** Findings that a document lists: `held` names every item, and a report of a million findings is read by nobody. */
export const MAX_LISTED_FINDINGS = 10_000;
/** Items between two reports of progress. */
const PROGRESS_ITEMS = 500;

/**
 * Holds a batch of what may be learned from users against the boundary: feedback, memories or documents. Inside a project
 * its document decides, and the run is logged. Throws `UsageError` for what cannot be started; everything in the files
 * is a verdict or a finding.
 */
export async function absorb(options: AbsorbOptions): Promise<AbsorbDocument> {
  const clock = options.clock ?? systemClock;
  const startedAt = clock();
  if (options.files.length === 0) throw new UsageError('absorb/no-files', 'expected at least one file, glob or `-`');
  if (!ABSORB_KINDS.includes(options.kind)) {
    throw new UsageError('absorb/unknown-kind', `expected ${ABSORB_KINDS.join(', ')}, got \`${options.kind}\``);
  }
  const workingDirectory = options.project?.workingDirectory ?? '.';
  const project = options.project === undefined ? undefined : await openProject(options.project, options.files);
  // The ledger is loaded inside a project only.
  const inProject = project === undefined ? undefined : await import('../scan/scan-standing.ts');
  const standing = project === undefined ? undefined : await inProject?.standingOf(project);
  const { policy, fields } = absorbPolicyOf(project);
  const { files, release } = await resolveInputs(options.files, {
    workingDirectory,
    signal: options.signal,
    ...(options.standardInput === undefined ? {} : { standardInput: options.standardInput }),
  });
  try {
    const reading: AbsorbReadOptions = {
      kind: options.kind,
      fields,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const inputs = await digestsOf(files, options.signal);
    const batch = startAbsorb(policy);
    const unreadable: Unreadable[] = [];
    let unreadableCount = 0;
    let read = 0;
    for (const input of files) {
      for await (const one of readAbsorbItems(input, reading)) {
        if ('unreadable' in one) {
          unreadableCount++;
          if (unreadable.length < MAX_LISTED_UNREADABLE) unreadable.push(one.unreadable);
          continue;
        }
        batch.add(one.item);
        if (++read % PROGRESS_ITEMS === 0) options.onItems?.(read);
      }
    }
    const result = batch.finish();
    const output =
      options.out === undefined
        ? null
        : await writeAbsorbed(resolve(workingDirectory, options.out), files, result.items, reading);
    const listed = result.findings.slice(0, MAX_LISTED_FINDINGS);
    const found: readonly Finding[] = [...listed, ...unreadFindings(unreadable, result)];
    const findings =
      project === undefined || standing === undefined || inProject === undefined
        ? found
        : inProject.findingsInProject(project, standing, found, clock());
    const parts = partsOf(result);
    const isFullyRead = unreadableCount === 0 && parts.undecided.length === 0;
    const { verdict, outcome } = concludeScan(findings, isFullyRead, 'high');
    const document: AbsorbDocument = {
      schema: 'bezoar.absorb/v1',
      tool: { version: VERSION },
      policy:
        project === undefined || standing === undefined
          ? null
          : { path: project.shownPath, digest: project.digest, state: standing.state },
      inputs,
      kind: options.kind,
      verdict,
      outcome,
      exit: EXIT_CODES[outcome],
      ...parts,
      caps: { account: policy.accountCap, slice: policy.sliceCap ?? null },
      findings,
      coverage: {
        read,
        accounts: result.accounts,
        withoutAccount: result.withoutAccount,
        unreadable,
        unreadableCount,
        findingsNotListed: result.findings.length - listed.length,
        limits: absorbLimits(options.kind, result, policy),
      },
      output,
      ledger: null,
      timing: { startedAt: new Date(startedAt).toISOString(), totalMs: clock() - startedAt },
    };
    options.signal?.throwIfAborted();
    if (project === undefined) return document;
    const { withAbsorbLedger } = await import('./log-absorb.ts');
    return await withAbsorbLedger(project, document, batchDigest(result), clock);
  } finally {
    await release();
  }
}

function partsOf({ items }: AbsorbResult): Pick<AbsorbDocument, 'absorbed' | 'held' | 'undecided'> {
  return {
    absorbed: items.filter(({ verdict }) => verdict === 'absorbed').map(({ id }) => id),
    held: items
      .filter(({ verdict }) => verdict === 'held')
      .map(({ id, place, digest, codes, reasons }) => ({ id, code: codes[0] ?? '', codes, place, digest, reasons })),
    undecided: items
      .filter(({ verdict }) => verdict === 'undecided')
      .map(({ id, place, digest, undecided }) => ({ id, place, digest, reasons: undecided })),
  };
}

/** The same items give it in any order, file or format; copies count. */
function batchDigest({ items }: AbsorbResult): string {
  return items.length === 0 ? sha256('') : sha256OfSet(items.map(({ digest }) => digest));
}

async function digestsOf(files: readonly InputFile[], signal: AbortSignal | undefined): Promise<InputDigest[]> {
  const inputs: InputDigest[] = [];
  for (const { path, file } of files) {
    // A file that cannot be opened is unreadable all the same.
    const digest = await digestFile(file, signal).catch(() => {
      signal?.throwIfAborted();
      return '';
    });
    inputs.push({ path, sha256: digest });
  }
  return inputs;
}
