import type { Severity } from '@bezoar/core';
import { type SnapshotDocument, snapshot, snapshotBlocks, snapshotHeadline, snapshotReport } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { startProgress } from '../../terminal/progress.ts';
import { locationOf } from '../location.ts';
import { headlineBlock, printResult, reportWriter } from '../output/print.ts';

/** Flags of `bezoar snapshot`. */
export interface SnapshotFlags {
  readonly record?: string;
  readonly out?: string;
  readonly offline?: boolean;
  readonly refetch?: boolean;
  readonly hold?: string;
  readonly at?: string;
  readonly maxBytes?: number;
  readonly maxTotalBytes?: number;
  readonly allowPrivate?: boolean;
  readonly failOn?: Severity;
  readonly config?: string;
  readonly report: readonly string[];
  readonly json: boolean;
}

/** Runs `bezoar snapshot`. Returns the exit code. */
export async function snapshotCommand(io: CommandIo, files: readonly string[], flags: SnapshotFlags): Promise<number> {
  const writeReport = await reportWriter(io, flags.report);
  const document = await withProgress(io, files, flags);
  await writeReport(() => snapshotReport(document));
  const exit = printResult(io, document, flags.json, () => [
    headlineBlock(snapshotHeadline(document)),
    ...snapshotBlocks(document),
  ]);
  const { policy, ledger } = document;
  if (policy !== null) io.err(`policy: ${policy.path} sha256 ${policy.digest}\n`);
  if (ledger !== null) io.err(`ledger: entry ${ledger.index}, root ${ledger.root}\n`);
  return exit;
}

const LABELS = { verifying: 'verifying pages', recording: 'curating pages', reading: 'judging pages' } as const;

async function withProgress(io: CommandIo, files: readonly string[], flags: SnapshotFlags): Promise<SnapshotDocument> {
  const progress = startProgress(io, () => performance.now());
  const { report: _, json: __, config: ___, maxBytes, maxTotalBytes, ...rest } = flags;
  try {
    return await snapshot({
      ...rest,
      files,
      limits: {
        ...(maxBytes === undefined ? {} : { maxBytes }),
        ...(maxTotalBytes === undefined ? {} : { maxTotalBytes }),
      },
      project: locationOf(io, flags),
      signal: io.signal,
      onEvent: ({ stage, done, total }) => progress.update(LABELS[stage], done, total),
    });
  } finally {
    progress.clear();
  }
}
