import { canonicalJson, type Hazard, type Sha256, sha256 } from '@bezoar/core';

/** A hazard that a gate was going to test, and what exactly it meant then. */
export interface PlannedHazard {
  readonly action: string;
  /** Over the precondition and the claims: a hazard that means more today was not tested then. */
  readonly sha256: Sha256;
}

/** The hazards of a gate as its plan names them, sorted by action. */
export function plannedHazards(hazards: readonly Hazard[]): readonly PlannedHazard[] {
  return hazards
    .map(({ action, precondition, claims }) => {
      const where = [...(precondition?.where ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      const needs = precondition === undefined ? null : { after: precondition.after, where };
      return { action, sha256: sha256(canonicalJson({ precondition: needs, claims: [...claims].sort() })) };
    })
    .sort((a, b) => (a.action < b.action ? -1 : 1));
}
