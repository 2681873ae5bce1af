import { DEFAULT_FAIL_ON, type Severity } from '@bezoar/core';
import { writeReports } from '@bezoar/operations/report-files';
import {
  fullReport,
  type ProjectLocation,
  type ScanResult,
  scan,
  type TerminalReportOptions,
  terminalReport,
} from '@bezoar/operations/scan';
import { renderTerminal } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { startProgress } from '../../terminal/progress.ts';
import { locationOf } from '../location.ts';
import { showExamination } from '../output/examination-progress.ts';
import { tellPolicy } from '../output/policy-lines.ts';
import { readReportTargets } from '../output/report-targets.ts';

/** Flags of `bezoar scan`. */
export interface ScanFlags {
  readonly trusted: readonly string[];
  readonly hazards?: string;
  readonly phrase: readonly string[];
  readonly incidents: readonly string[];
  readonly baseline?: string;
  readonly failOn?: Severity;
  readonly config?: string;
  readonly report: readonly string[];
  readonly excerpts: boolean;
  readonly json: boolean;
  readonly workers?: number;
}

/** Runs `bezoar scan`. Returns the exit code. */
export async function scanCommand(io: CommandIo, files: readonly string[], flags: ScanFlags): Promise<number> {
  const targets = await readReportTargets(flags.report, io.location.workingDirectory);
  const result = await scanWithProgress(io, files, flags, locationOf(io, flags));
  const { document } = result;
  const report = fullReport(result, { excerpts: flags.excerpts, generatedAt: document.timing.startedAt });
  io.signal.throwIfAborted();
  await writeReports(report, targets, flags.failOn ?? DEFAULT_FAIL_ON, io.signal);
  if (flags.json) io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  else io.out(screen(io, result, { excerpts: flags.excerpts, next: nextSteps(files, flags, result) }));
  for (const { format, path } of targets) io.err(`${format} report: ${path}\n`);
  tellPolicy(io, document);
  return document.exit;
}

/** Scans with a line of progress on the terminal. */
export async function scanWithProgress(
  io: CommandIo,
  files: readonly string[],
  flags: Pick<ScanFlags, 'trusted' | 'hazards' | 'baseline' | 'failOn' | 'workers' | 'excerpts'> &
    Partial<Pick<ScanFlags, 'phrase' | 'incidents'>>,
  project?: ProjectLocation,
): Promise<ScanResult> {
  const progress = startProgress(io, () => performance.now());
  try {
    return await scan({
      files,
      trusted: flags.trusted,
      phrases: flags.phrase ?? [],
      incidents: flags.incidents ?? [],
      ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
      ...(project === undefined ? {} : { project }),
      excerpts: flags.excerpts,
      ...(flags.hazards === undefined ? {} : { hazards: flags.hazards }),
      ...(flags.baseline === undefined ? {} : { baseline: flags.baseline }),
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      standardInput: io.stdin,
      signal: io.signal,
      onEvent: (event) => showExamination(progress, event),
    });
  } finally {
    progress.clear();
  }
}

/** A scan as text for this terminal. */
export function screen(io: CommandIo, result: ScanResult, options: TerminalReportOptions): string {
  const blocks = terminalReport(result, options);
  return `${renderTerminal(blocks, { columns: Math.min(io.columns, 140), color: io.color, unicode: io.unicode })}\n`;
}

function nextSteps(
  files: readonly string[],
  flags: ScanFlags,
  { document }: ScanResult,
): TerminalReportOptions['next'] {
  const quoted = files.map(shellQuoted).join(' ');
  const steps: { command: string; note: string }[] = [];
  if (flags.trusted.length === 0 && document.coverage.trusted === 0) {
    steps.push({
      command: `bezoar scan ${quoted} --trusted EARLIER.jsonl`,
      note: 'hold it against an earlier month that you believe clean',
    });
  }
  if (flags.report.length === 0 && document.verdict === 'findings') {
    const trusted = flags.trusted.map((file) => ` --trusted ${shellQuoted(file)}`).join('');
    steps.push({
      command: `bezoar scan ${quoted}${trusted} --report html=report.html`,
      note: 'every family with its excerpts, to hand to someone',
    });
  }
  if (flags.hazards === undefined && document.verdict === 'clean') {
    steps.push({
      command: `bezoar scan ${quoted} --hazards HAZARDS.yaml`,
      note: 'say which actions must never come without their precondition',
    });
  }
  const code = document.findings.find(({ severity }) => severity === 'critical' || severity === 'high')?.code;
  if (code !== undefined)
    steps.push({ command: `bezoar explain ${code}`, note: 'what it means, how it is established, what to do' });
  return steps;
}

function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
