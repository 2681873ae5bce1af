import { type Clock, systemClock } from '@bezoar/core';
import { listPending } from '../decide/pending-decisions.ts';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import { policyState, policyStateFindings, refusedFindings, type SignatureState } from '../policy/policy-state.ts';
import { type ControlState, type PostureStep, postureOf } from '../posture/posture.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { policyReference, requireProject } from '../project/project.ts';
import { type ModelStatus, modelStatus } from '../promotion/current/model-status.ts';

/** The document of `bezoar status --json`. */
export interface StatusDocument extends CommandDocument {
  readonly verdict: 'enforced' | 'incomplete';
  readonly title: string;
  readonly profile: string;
  readonly signature: {
    readonly state: SignatureState;
    readonly signedAt: string | null;
    readonly signedBy: readonly string[];
    readonly changes: number;
  };
  readonly ledger: { readonly origin: string; readonly size: number; readonly root: string };
  /** Decisions that wait for signatures. */
  readonly pending: readonly { readonly sha256: string; readonly action: string; readonly signatures: number }[];
  /** The models that are promoted, and the one that was gated last; null where the signed document cannot be judged any more. */
  readonly models: readonly ModelStatus[] | null;
  readonly steps: readonly PostureStep[];
  readonly counts: Readonly<Record<ControlState, number>>;
}

/**
 * How a project stands, in the order to build in. A description, not a gate: it ends well even where much is missing;
 * `drift` is the command that fails.
 */
export async function status(options: {
  readonly location: ProjectLocation;
  readonly clock?: Clock;
}): Promise<StatusDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const project = await requireProject(options.location);
  const log = await readProjectLog(project);
  const policy = await policyState(project, log);
  const pending = await listPending(project.state);
  const steps = postureOf(project.model, log.controls, clock());
  const states = steps.flatMap(({ controls }) => controls.map(({ state }) => state));
  const count = (state: ControlState): number => states.filter((one) => one === state).length;
  const counts = {
    enforced: count('enforced'),
    stale: count('stale'),
    'never exercised': count('never exercised'),
    'not available': count('not available'),
    'not declared': count('not declared'),
  };
  const isWhole = counts.stale + counts['never exercised'] + counts['not available'] === 0 && policy.state === 'signed';
  const findings = [...policyStateFindings(project, policy), ...refusedFindings(policy)];
  return {
    ...finish({
      command: 'status',
      policy: policyReference(project),
      verdict: isWhole ? 'enforced' : 'incomplete',
      outcome: 'ok',
      findings,
      read: states.length,
    }),
    title: project.model.title,
    profile: project.model.profile,
    signature: {
      state: policy.state,
      signedAt: policy.signed?.at ?? null,
      signedBy: policy.signed?.signedBy.map(({ principal }) => principal) ?? [],
      changes: policy.changes.length,
    },
    ledger: { origin: log.origin, size: log.size, root: await log.rootAt(log.size) },
    pending: pending.map(({ digest, decision, signatures }) => ({
      sha256: digest,
      action: decision.action,
      signatures: signatures.length,
    })),
    models: await modelStatus(project, log, clock()),
    steps,
    counts,
  };
}
