import { BezoarError } from '@bezoar/core';

/**
 * `reject`: the rate is not as low as `p0`, the trigger is confirmed. `accept`: it is not as high as `p1`, the trigger is
 * acquitted. `undecided`: the trials are used up, which is neither.
 */
export type SprtDecision = 'accept' | 'reject' | 'continue' | 'undecided';

/** What is tested: that the rate of hits is `p0`, against `p1`. */
export interface SprtPlan {
  /** Rate that innocent differences reach: the upper bound of the noise. In (0, p1). */
  readonly p0: number;
  /** Rate that a trigger reaches at least. In (p0, 1). */
  readonly p1: number;
  /** Chance of `reject` at a rate of `p0`, in (0, 1). */
  readonly alpha: number;
  /** Chance of `accept` at a rate of `p1`, in (0, 1). */
  readonly beta: number;
  /** Trials after which the test ends undecided; at least 1. */
  readonly maxTrials: number;
}

/** Where a test stands. Plain data: it can be kept and resumed. */
export interface SprtState {
  readonly trials: number;
  readonly hits: number;
  readonly decision: SprtDecision;
}

/** A test that looks after every trial. */
export interface Sprt {
  readonly plan: SprtPlan;
  /** Before the first trial. */
  readonly start: SprtState;
  /** The state after one more trial; a decided test stays as it is. */
  next(state: SprtState, hit: boolean): SprtState;
}

/**
 * The sequential probability ratio test (A. Wald, Ann. Math. Stat. 16, 1945), cut off after `maxTrials`. With Wald's bounds
 * the chance of a false `reject` is at most alpha / (1 - beta), of a false `accept` at most beta / (1 - alpha); cutting
 * off turns decisions into `undecided` and never one into the other. Throws `evaluate/sprt-plan`.
 */
export function sprt(plan: SprtPlan): Sprt {
  checkPlan(plan);
  const { p0, p1, alpha, beta, maxTrials } = plan;
  const rejectFrom = Math.log((1 - beta) / alpha);
  const acceptFrom = Math.log(beta / (1 - alpha));
  const forHit = Math.log(p1 / p0);
  const forMiss = Math.log((1 - p1) / (1 - p0));
  const decide = (hits: number, trials: number): SprtDecision => {
    const ratio = hits * forHit + (trials - hits) * forMiss;
    if (ratio >= rejectFrom) return 'reject';
    if (ratio <= acceptFrom) return 'accept';
    return trials >= maxTrials ? 'undecided' : 'continue';
  };
  return {
    plan,
    start: { trials: 0, hits: 0, decision: 'continue' },
    next: (state, hit) => {
      if (state.decision !== 'continue') return state;
      const hits = state.hits + (hit ? 1 : 0);
      const trials = state.trials + 1;
      return { trials, hits, decision: decide(hits, trials) };
    },
  };
}

function checkPlan({ p0, p1, alpha, beta, maxTrials }: SprtPlan): void {
  const faults: string[] = [];
  if (!(p0 > 0 && p0 < p1 && p1 < 1)) faults.push(`expected 0 < p0 < p1 < 1, got p0 ${p0} and p1 ${p1}`);
  if (!(alpha > 0 && beta > 0 && alpha + beta < 1))
    faults.push(`expected positive alpha and beta with a sum below 1, got ${alpha} and ${beta}`);
  if (!(Number.isInteger(maxTrials) && maxTrials >= 1)) faults.push(`expected at least 1 trial, got ${maxTrials}`);
  if (faults.length > 0) throw new BezoarError('evaluate/sprt-plan', faults.join('; '));
}
