import { BezoarError, type Clock, type Finding, isOpen, type Outcome, systemClock, UsageError } from '@bezoar/core';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import { policyState } from '../policy/policy-state.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { type Project, policyReference, requireProject } from '../project/project.ts';
import { acceptRisks } from '../scan/accepted-risks.ts';
import { parseCanaryHeaders } from './canary/canary-headers.ts';
import type { CanarySettings, Drift, DriftCheck, DriftContext } from './drift-check.ts';
import { DRIFT_CHECKS } from './drift-checks.ts';

/** Options of `drift`. */
export interface DriftOptions {
  readonly location: ProjectLocation;
  readonly checks?: readonly DriftCheck[];
  readonly clock?: Clock;
  /** Headers for real tools whose ceiling is asked, as JSON: see `parseCanaryHeaders`. They come from the environment alone. */
  readonly canaryHeaders?: string;
  /** Milliseconds that a real tool has for its answer. */
  readonly canaryDeadlineMs?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: { readonly check: string; readonly done: number; readonly total: number }) => void;
}

/** The document of `bezoar drift --json`. */
export interface DriftDocument extends CommandDocument {
  readonly verdict: 'none' | 'drift' | 'undecided';
  readonly drifts: readonly (Omit<Drift, 'finding'> & { readonly finding: string })[];
  /** What could not be compared, and why. */
  readonly undecided: readonly string[];
  readonly checks: readonly { readonly name: string; readonly compared: number; readonly drifts: number }[];
}

/**
 * Compares what is declared with what is: the document with its signed version, controls with their evidence, the log
 * with itself and its anchors, logged results with a repetition, ceilings with what the real tools say. A drift that the document accepts does not count.
 */
export async function drift(options: DriftOptions): Promise<DriftDocument> {
  const { location, checks = DRIFT_CHECKS, clock = systemClock, signal } = options;
  const finish = startDocument(clock);
  const canary: CanarySettings = {
    headers: parseCanaryHeaders(options.canaryHeaders),
    ...(options.canaryDeadlineMs === undefined ? {} : { deadlineMs: options.canaryDeadlineMs }),
  };
  const project = await requireProject(location);
  const drifts: Drift[] = [];
  const undecided: string[] = [];
  const done: { name: string; compared: number; drifts: number }[] = [];
  const now = clock();
  const prepared = await prepare(project, now, signal);
  if (typeof prepared === 'string') undecided.push(prepared);
  for (const [i, check] of checks.entries()) {
    signal?.throwIfAborted();
    options.onEvent?.({ check: check.name, done: i, total: checks.length });
    const result =
      typeof prepared === 'string'
        ? await check.runWithoutLog?.({ project, ...(signal === undefined ? {} : { signal }) })
        : await check.run({ ...prepared, canary });
    if (result === undefined) {
      undecided.push(`${check.name}: the ledger cannot be read`);
      continue;
    }
    drifts.push(...result.drifts);
    undecided.push(...result.undecided);
    done.push({ name: check.name, compared: result.compared, drifts: result.drifts.length });
  }
  const findings: readonly Finding[] = acceptRisks(
    drifts.map(({ finding }) => finding),
    project.model.accepted,
    now,
    typeof prepared !== 'string' && prepared.policy.state === 'signed',
  );
  const counts = findings.some(isOpen);
  const verdict = counts ? 'drift' : undecided.length > 0 ? 'undecided' : 'none';
  const outcome: Outcome = counts ? 'adverse' : undecided.length > 0 ? 'undecided' : 'ok';
  const read = done.reduce((sum, { compared }) => sum + compared, 0);
  return {
    ...finish({ command: 'drift', policy: policyReference(project), verdict, outcome, findings, read }),
    drifts: drifts.map(({ finding, ...rest }) => ({ ...rest, finding: finding.id })),
    undecided,
    checks: done,
  };
}

/** What the checks look at; in words why that cannot be read. */
async function prepare(project: Project, now: number, signal: AbortSignal | undefined): Promise<DriftContext | string> {
  try {
    const log = await readProjectLog(project);
    const policy = await policyState(project, log);
    return { project, log, policy, now, ...(signal === undefined ? {} : { signal }) };
  } catch (error) {
    // A configuration that cannot be read is a failure; a ledger that cannot be is what drift is about.
    if (!(error instanceof BezoarError) || error instanceof UsageError) throw error;
    return error.message;
  }
}
