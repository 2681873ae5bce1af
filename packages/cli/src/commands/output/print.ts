import { DEFAULT_FAIL_ON } from '@bezoar/core';
import { writeReports } from '@bezoar/operations/report-files';
import { type Block, type Headline, type ReportDocument, renderTerminal } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { readReportTargets } from './report-targets.ts';

/** Widest line of text. */
const MAX_COLUMNS = 140;

/** Prints a document with `--json`, else blocks for this terminal. Returns the exit code. */
export function printResult(
  io: CommandIo,
  document: { readonly exit: number },
  isJson: boolean,
  blocks: () => readonly Block[],
): number {
  if (isJson) io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  else printBlocks(io, blocks());
  return document.exit;
}

/** Prints blocks for this terminal. */
export function printBlocks(io: CommandIo, blocks: readonly Block[]): void {
  const { color, unicode } = io;
  io.out(`${renderTerminal(blocks, { columns: Math.min(io.columns, MAX_COLUMNS), color, unicode })}\n`);
}

/** The verdict and its sentence, as a screen begins. */
export function headlineBlock({ verdict, tone, sentence }: Headline): Block {
  const spans = typeof sentence === 'string' ? [{ text: sentence }] : sentence;
  return { kind: 'text', lines: [[{ text: `${verdict}  `, style: tone }, ...spans]] };
}

/** Writes `--report` files; where they are to go is looked at before the work, by the function that this returns. */
export async function reportWriter(
  io: CommandIo,
  flags: readonly string[],
): Promise<(report: () => ReportDocument) => Promise<void>> {
  const targets = await readReportTargets(flags, io.location.workingDirectory);
  return async (report) => {
    if (targets.length === 0) return;
    await writeReports(report(), targets, DEFAULT_FAIL_ON, io.signal);
    for (const { format, path } of targets) io.err(`${format} report: ${path}\n`);
  };
}
