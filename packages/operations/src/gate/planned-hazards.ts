import { canonicalJson, type Hazard, hazardsOf, type Sha256, sha256, type ThreatModel } from '@bezoar/core';

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

/** The actions that a document has its gate test: those that it names, else all of which a transcript can show the precondition. */
export function gateHazards({ gate, actions }: ThreatModel): readonly string[] {
  if (gate === undefined) return [];
  if (gate.hazards.length > 0 || actions === undefined) return gate.hazards;
  return hazardsOf(actions).map(({ action }) => action);
}
