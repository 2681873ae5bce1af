/** How often something happened in a number of equal trials. */
export interface HitCount {
  /** Hits, at most `n`. */
  readonly k: number;
  /** Trials. */
  readonly n: number;
}
