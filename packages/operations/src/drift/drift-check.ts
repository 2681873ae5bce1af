import type { ControlId, Finding } from '@bezoar/core';
import type { ProjectLog } from '../ledger/project-log.ts';
import type { PolicyState } from '../policy/policy-state.ts';
import type { Project } from '../project/project.ts';
import type { CanaryHeaders } from './canary/canary-headers.ts';

/** Where what is declared and what is observed part. */
export interface Drift {
  readonly control: ControlId;
  /** What the document, or the ledger, says. */
  readonly declared: string;
  /** What was found instead. */
  readonly observed: string;
  readonly finding: Finding;
}

/** What a check looks at. */
export interface DriftContext {
  readonly project: Project;
  readonly log: ProjectLog;
  readonly policy: PolicyState;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** How real tools are asked for their own ceilings. */
  readonly canary?: CanarySettings;
}

/** How real tools are asked; for those alone whose action declares a canary. */
export interface CanarySettings {
  readonly headers: CanaryHeaders;
  /** Milliseconds for one answer. Absent: `CANARY_DEADLINE_MS`. */
  readonly deadlineMs?: number;
}

/** What one check found, and what it could not look at: undecided is never clean. */
export interface DriftResult {
  readonly drifts: readonly Drift[];
  readonly undecided: readonly string[];
  /** Things that were compared. */
  readonly compared: number;
}

/** One comparison. A layer adds its own to `DRIFT_CHECKS`. */
export interface DriftCheck {
  readonly name: string;
  run(context: DriftContext): Promise<DriftResult>;
  /** What can still be compared where the ledger cannot be read; absent: nothing. */
  runWithoutLog?(context: Pick<DriftContext, 'project' | 'signal'>): Promise<DriftResult>;
}
