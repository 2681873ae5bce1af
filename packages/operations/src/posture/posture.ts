import { CONTROLS, type ControlId, type ThreatId, type ThreatModel } from '@bezoar/core';
import { BUILD_ORDER } from './build-order.ts';
import type { ControlEvidence } from './control-evidence.ts';
import { CONTROL_SUPPORT } from './control-support.ts';

/** How far another machine’s clock may run ahead, in milliseconds. */
export const MAX_CLOCK_SKEW_MS = 300_000;

/** Whether a control is enforced. Only `enforced` is good; the others say what is missing. */
export type ControlState = 'enforced' | 'stale' | 'never exercised' | 'not available' | 'not declared';

/** One control of the house, as a project stands. */
export interface ControlPosture {
  readonly control: ControlId;
  readonly title: string;
  readonly threats: readonly ThreatId[];
  readonly state: ControlState;
  /** The command that leaves its evidence, where this version has one. */
  readonly command?: string;
  /** When evidence was last left, ISO 8601; how old it is and may be, milliseconds. */
  readonly evidenceAt?: string;
  readonly ageMs?: number;
  readonly maxAgeMs?: number;
  readonly source?: string;
  readonly verdict?: string;
}

/** A step of the build order with its controls. */
export interface PostureStep {
  readonly title: string;
  readonly why: string;
  readonly controls: readonly ControlPosture[];
}

/** What a model declares held against the evidence that its controls left, in the order to build in. */
export function postureOf(
  model: ThreatModel,
  evidence: ReadonlyMap<ControlId, ControlEvidence>,
  now: number,
): PostureStep[] {
  return BUILD_ORDER.map(({ title, why, controls }) => ({
    title,
    why,
    controls: controls.map((control) => controlPosture(control, model, evidence.get(control), now)),
  }));
}

function controlPosture(
  control: ControlId,
  { controls }: ThreatModel,
  evidence: ControlEvidence | undefined,
  now: number,
): ControlPosture {
  const declared = controls.find(({ id }) => id === control);
  const command = CONTROL_SUPPORT[control];
  const ageMs = evidence === undefined ? undefined : now - evidence.at;
  const { title, threats } = CONTROLS[control];
  return {
    control,
    title,
    threats: declared?.threats ?? threats,
    state: stateOf(declared?.evidenceMs, command !== undefined, ageMs),
    ...(command === undefined ? {} : { command }),
    ...(declared === undefined ? {} : { maxAgeMs: declared.evidenceMs }),
    ...(evidence === undefined || ageMs === undefined
      ? {}
      : { evidenceAt: new Date(evidence.at).toISOString(), ageMs, source: evidence.source }),
    ...(evidence?.verdict === undefined ? {} : { verdict: evidence.verdict }),
  };
}

function stateOf(maxAgeMs: number | undefined, isAvailable: boolean, ageMs: number | undefined): ControlState {
  if (maxAgeMs === undefined) return 'not declared';
  if (!isAvailable) return 'not available';
  if (ageMs === undefined) return 'never exercised';
  // Evidence that is dated ahead would stay fresh for as long as somebody likes.
  return ageMs > maxAgeMs || ageMs < -MAX_CLOCK_SKEW_MS ? 'stale' : 'enforced';
}
