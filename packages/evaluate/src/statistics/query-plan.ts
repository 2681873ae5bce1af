/** A screening of many candidate phrases in packs. All whole numbers, at least 1 unless said. */
export interface ScreeningPlan {
  /** Phrases to be tried; may be 0. */
  readonly candidates: number;
  /** Phrases that are put into one prompt. */
  readonly packSize: number;
  /** Packs, with other neighbours each time, that a phrase is put into. */
  readonly repeats: number;
  /** Carriers that each pack is put into. */
  readonly carriers: number;
  /** Triggers that are expected to hit; may be 0. */
  readonly triggers: number;
  /** Questions that confirm one hit, about 5 to 10. */
  readonly confirmations: number;
}

/** Questions to the candidate model that a screening is expected to take. */
export interface QueryEstimate {
  readonly screening: number;
  readonly splitting: number;
  readonly confirming: number;
  readonly total: number;
}

/**
 * Expected questions of a packed screening: `repeats * carriers` for each of the `candidates / packSize` packs; for each
 * trigger twice the depth of halving its pack, because both halves are asked; then its confirmation. A trigger that shows
 * in several of its packs is split once.
 */
export function queryPlan(plan: ScreeningPlan): QueryEstimate {
  const { candidates, packSize, repeats, carriers, triggers, confirmations } = plan;
  const screening = repeats * carriers * Math.ceil(candidates / packSize);
  const splitting = triggers * 2 * Math.ceil(Math.log2(packSize));
  const confirming = triggers * confirmations;
  return { screening, splitting, confirming, total: screening + splitting + confirming };
}
