import {
  type GateCommandOptions,
  type GateDocument,
  gate,
  gateBlocks,
  gateReport,
  withoutExcerpts,
} from '@bezoar/operations/gate';
import { writeReports } from '@bezoar/operations/report-files';
import type { CommandIo } from '../../terminal/io.ts';
import { startProgress } from '../../terminal/progress.ts';
import { locationOf } from '../location.ts';
import { tellPolicy } from '../output/policy-lines.ts';
import { printResult } from '../output/print.ts';
import { readReportTargets } from '../output/report-targets.ts';
import { showGate } from './gate-progress.ts';
import { readQualityScores } from './quality-scores.ts';

/** Flags of `bezoar gate`. */
export interface GateFlags {
  readonly candidate: string;
  readonly reference: readonly string[];
  readonly scan?: string;
  readonly hazards?: string;
  readonly budget?: NonNullable<GateCommandOptions['budget']>;
  readonly probes: readonly string[];
  readonly artifact?: string;
  readonly seed?: string;
  readonly cache?: string;
  /** `name=value`. */
  readonly quality: readonly string[];
  readonly concurrency: number;
  /** Questions a minute, to one model. */
  readonly perMinute?: number;
  /** Seconds that one answer may take. */
  readonly timeout?: number;
  readonly config?: string;
  readonly report: readonly string[];
  readonly excerpts: boolean;
  readonly json: boolean;
}

/** From this severity on a finding of a gate fails a JUnit report: what holds a promotion up is never a passed test. */
const FAIL_ON = 'medium';

/** Runs `bezoar gate`. Returns the exit code. */
export async function gateCommand(io: CommandIo, flags: GateFlags): Promise<number> {
  const targets = await readReportTargets(flags.report, io.location.workingDirectory);
  const options = optionsOf(io, flags);
  const progress = startProgress(io, () => performance.now());
  let full: GateDocument;
  try {
    full = await gate({ ...options, onEvent: showGate(progress) });
  } finally {
    progress.clear();
  }
  const document = flags.excerpts ? full : withoutExcerpts(full);
  io.signal.throwIfAborted();
  const { startedAt: generatedAt } = document.timing;
  await writeReports(gateReport(document, { excerpts: flags.excerpts, generatedAt }), targets, FAIL_ON, io.signal);
  printResult(io, document, flags.json, () => gateBlocks(document));
  for (const { format, path } of targets) io.err(`${format} report: ${path}\n`);
  tellPolicy(io, document);
  return document.exit;
}

function optionsOf(io: CommandIo, flags: GateFlags): GateCommandOptions {
  const { candidate, scan, hazards, budget, probes, artifact, seed, cache, concurrency, perMinute, timeout } = flags;
  const apiKey = [io.environment.BEZOAR_MODEL_KEY, io.environment.OPENAI_API_KEY].find(
    (key) => key !== undefined && key !== '',
  );
  return {
    location: locationOf(io, flags),
    candidate,
    references: flags.reference,
    probes,
    quality: readQualityScores(flags.quality),
    concurrency,
    signal: io.signal,
    ...(scan === undefined ? {} : { scan }),
    ...(hazards === undefined ? {} : { hazards }),
    ...(budget === undefined ? {} : { budget }),
    ...(artifact === undefined ? {} : { artifact }),
    ...(seed === undefined ? {} : { seed }),
    ...(cache === undefined ? {} : { cache }),
    ...(perMinute === undefined ? {} : { perMinute }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
