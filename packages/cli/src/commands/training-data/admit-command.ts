import { admit, admitBlocks, admitReport } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { startProgress } from '../../terminal/progress.ts';
import { locationOf } from '../location.ts';
import { showExamination } from '../output/examination-progress.ts';
import { printResult, reportWriter } from '../output/print.ts';

/** Flags of `bezoar admit`. */
export interface AdmitFlags {
  readonly for: string;
  readonly out?: string;
  readonly dryRun: boolean;
  readonly trusted: readonly string[];
  readonly replaces: readonly number[];
  readonly phrase: readonly string[];
  readonly incidents: readonly string[];
  readonly config?: string;
  readonly report: readonly string[];
  readonly json: boolean;
  readonly workers?: number;
}

/** Runs `bezoar admit`. Returns the exit code. */
export async function admitCommand(io: CommandIo, files: readonly string[], flags: AdmitFlags): Promise<number> {
  const writeReport = await reportWriter(io, flags.report);
  const progress = startProgress(io, () => performance.now());
  let document: Awaited<ReturnType<typeof admit>>;
  try {
    document = await admit({
      location: locationOf(io, flags),
      files,
      target: flags.for,
      dryRun: flags.dryRun,
      trusted: flags.trusted,
      replaces: flags.replaces,
      phrases: flags.phrase,
      incidents: flags.incidents,
      ...(flags.out === undefined ? {} : { out: flags.out }),
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      signal: io.signal,
      onEvent: (event) => showExamination(progress, event),
    });
  } finally {
    progress.clear();
  }
  await writeReport(() => admitReport(document));
  return printResult(io, document, flags.json, () => admitBlocks(document));
}
