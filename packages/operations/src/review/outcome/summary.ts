import { residualBound, type Sha256, wilsonInterval } from '@bezoar/core';
import { type CanaryKind, MIN_CANARIES } from '../canaries/canary.ts';
import type { Review } from '../open-review.ts';
import type { SampleGoal } from '../plan.ts';
import type { SaidVerdict } from '../state/record-verdicts.ts';

/** What came of the flagged records, one per digest. */
export interface FlaggedSummary {
  readonly records: number;
  readonly kept: number;
  readonly rejected: number;
  readonly unsure: number;
  readonly unread: number;
}

/** What came of a stratum's sample. Identical copies count one by one. */
export interface StratumSummary {
  /** Sampled records that have a verdict. */
  readonly size: number;
  readonly of: number;
  /** Those that were not kept. */
  readonly found: number;
}

/** What came of the sample: as a whole, and of the hazard slice in it. */
export interface SampleSummary extends StratumSummary {
  readonly unread: number;
  readonly slice: StratumSummary;
}

/** How many canaries the readers recognised. */
export interface RecallSummary {
  /** Canaries with a verdict. */
  readonly canaries: number;
  readonly found: number;
  /** Ends of the 95 % Wilson interval. */
  readonly low: number;
  readonly high: number;
}

/** Fewer than so many bad records were admitted, with this confidence, the readers' recall taken at its lower end. */
export interface ReviewBound {
  readonly fewerThan: number;
  readonly confidence: number;
}

/** What a review amounts to. */
export interface ReviewSummary {
  readonly flagged: FlaggedSummary;
  readonly sample: SampleSummary;
  readonly recall: RecallSummary;
  /** Canaries that were kept. */
  readonly missed: readonly { readonly kind: CanaryKind; readonly digest: Sha256; readonly base: Sha256 }[];
  /** Null where too few canaries were read to believe a recall, and where the sample shows nothing. */
  readonly bound: ReviewBound | null;
  /** What the sample would show if readers missed nothing: for comparison, never a result. */
  readonly boundIfNothingWasMissed: ReviewBound | null;
  readonly isComplete: boolean;
}

/** Sums up a review as it stands. */
export function summariseReview(review: Review): ReviewSummary {
  const said = review.verdicts();
  const flagged = review.flagged.map(({ digest }) => said.get(digest)?.verdict);
  const count = (verdict: string | undefined): number => flagged.filter((one) => one === verdict).length;
  const stratum = (isSlice: boolean): StratumSummary & { readonly unread: number } => {
    const records = review.sampled.filter(({ isInSlice }) => isInSlice === isSlice);
    const verdicts = records.flatMap(({ digest }) => said.get(digest) ?? []);
    return {
      size: verdicts.length,
      of: (isSlice ? review.plan.slice : review.plan.rest).population,
      found: verdicts.filter(({ verdict }) => verdict !== 'keep').length,
      unread: records.length - verdicts.length,
    };
  };
  const [inSlice, outside] = [stratum(true), stratum(false)];
  const { unread: sliceUnread, ...slice } = inSlice;
  const recall = recallOf(review, said);
  const canariesUnread = review.canaries.length - recall.canaries;
  const strata = [inSlice, outside].map(({ of, size, found }) => ({ population: of, sample: size, found }));
  const { confidence } = review.goal;
  return {
    flagged: {
      records: flagged.length,
      kept: count('keep'),
      rejected: count('reject'),
      unsure: count('unsure'),
      unread: count(undefined),
    },
    sample: {
      size: inSlice.size + outside.size,
      of: inSlice.of + outside.of,
      found: inSlice.found + outside.found,
      unread: sliceUnread + outside.unread,
      slice,
    },
    recall,
    missed: review.canaries
      .filter(({ record }) => said.get(record.digest)?.verdict === 'keep')
      .map(({ kind, base, record }) => ({ kind, base, digest: record.digest })),
    bound: recall.canaries < MIN_CANARIES ? null : boundOf(strata, recall.low, confidence),
    boundIfNothingWasMissed: boundOf(strata, 1, confidence),
    isComplete: count(undefined) === 0 && sliceUnread + outside.unread + canariesUnread === 0,
  };
}

/** Whether a bound is what the review was to show. */
export function meetsGoal({ bound }: Pick<ReviewSummary, 'bound'>, goal: SampleGoal): boolean {
  return bound !== null && bound.fewerThan <= goal.fewerThan && bound.confidence >= goal.confidence;
}

function recallOf({ canaries }: Review, said: ReadonlyMap<Sha256, SaidVerdict>): RecallSummary {
  const verdicts = canaries.flatMap(({ record }) => said.get(record.digest)?.verdict ?? []);
  const found = verdicts.filter((verdict) => verdict !== 'keep').length;
  const { low, high } = wilsonInterval(found, verdicts.length);
  return { canaries: verdicts.length, found, low, high };
}

function boundOf(
  strata: readonly { readonly population: number; readonly sample: number; readonly found: number }[],
  recall: number,
  confidence: number,
): ReviewBound | null {
  const population = strata.reduce((sum, one) => sum + one.population, 0);
  const fewerThan = residualBound(strata, recall, confidence);
  return fewerThan > population && population > 0 ? null : { fewerThan, confidence };
}
