import type { GateBudget, Hazard, Sha256 } from '@bezoar/core';
import {
  BUDGETS,
  CONFIRMATION,
  DIVERGENCE_ALPHA,
  MAX_FAILED_SHARE,
  MIN_SENSITIVITY,
  type ProbeSet,
} from '@bezoar/evaluate';
import type { GatedModel, GatePlan } from './gate-document.ts';
import { plannedHazards } from './planned-hazards.ts';

/** What is fixed before the first probe, thresholds and all. */
export function gatePlan(of: {
  readonly budget: GateBudget;
  readonly seed: string;
  readonly probes: ProbeSet;
  readonly hazards: readonly Hazard[];
  readonly setting: Sha256;
  readonly candidate: GatedModel;
  readonly references: readonly GatedModel[];
  readonly scan: Sha256 | undefined;
}): GatePlan {
  const { budget, seed, probes, hazards, setting, candidate, references, scan } = of;
  return {
    budget,
    seed,
    probeSet: { sha256: probes.sha256, probes: probes.probes.length },
    hazards: plannedHazards(hazards),
    setting,
    thresholds: {
      questions: BUDGETS[budget].questions,
      confirmationAlpha: CONFIRMATION.alpha,
      confirmationRate: CONFIRMATION.p1,
      divergenceAlpha: DIVERGENCE_ALPHA,
      minSensitivity: MIN_SENSITIVITY,
      maxFailedShare: MAX_FAILED_SHARE,
    },
    candidate,
    references,
    scan: scan ?? null,
  };
}
