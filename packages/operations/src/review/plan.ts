import { detectionSampleSize, residualBound, UsageError } from '@bezoar/core';
import type { ReviewItem } from './queue.ts';

/** What the sample must show: fewer than so many bad records, with this confidence. */
export interface SampleGoal {
  readonly fewerThan: number;
  readonly confidence: number;
}

/** Where neither the document nor a flag says: measured backdoors take hold at 25 records and below. */
export const DEFAULT_SAMPLE_GOAL: SampleGoal = { fewerThan: 25, confidence: 0.95 };

/**
 * Recall that the sample is planned for, before it is measured: what 19 of 20 canaries show at least (the lower end of the
 * 95 % Wilson interval is 0.76).
 */
export const PLANNED_RECALL = 0.75;

/**
 * Bad records that count as many in the slice that teaches an action, as a share of those that do anywhere: by default an
 * account may contribute 2 records there and 5 elsewhere.
 */
export const SLICE_SHARE: number = 2 / 5;

/** Seconds for a record before anything was measured: a chat of 150 words at 238 words a minute (Brysbaert, 2019). */
export const SECONDS_PER_RECORD = 38;

/** Examples of a family that must have been on the screen before it is rejected or left open: its records stay out. */
export const EXAMPLES_TO_REJECT = 3;

/** Share of a family that, were it bad, must not go unseen before the family is kept, and the confidence. */
export const KEPT_FAMILY_GOAL: { readonly share: number; readonly confidence: number } = {
  share: 0.1,
  confidence: 0.95,
};

/** Items after which the measured time replaces `SECONDS_PER_RECORD`. */
const MIN_MEASURED_ITEMS = 5;
/** Longest time that counts for one item, seconds: whoever goes to lunch is not reading. */
const MAX_ITEM_SECONDS = 600;

/** Records to read of a stratum. */
export interface StratumPlan {
  readonly population: number;
  readonly sample: number;
}

/** The sample by stratum. */
export interface SamplePlan {
  readonly slice: StratumPlan;
  readonly rest: StratumPlan;
}

/**
 * How many records of each stratum are read: what the goal needs outside of the slice, a stricter goal in it, and no
 * smaller a share of it than outside. All of a stratum where nothing less would do.
 */
export function planSample(inSlice: number, outside: number, { fewerThan, confidence }: SampleGoal): SamplePlan {
  const size = (population: number, bad: number): number =>
    detectionSampleSize({ population, fewerThan: bad, recall: PLANNED_RECALL, confidence }) ?? population;
  const rest = size(outside, fewerThan);
  const own = size(inSlice, Math.max(1, Math.ceil(fewerThan * SLICE_SHARE)));
  const share = outside === 0 ? 0 : Math.ceil((inSlice * rest) / outside);
  let sample = { slice: Math.min(inSlice, Math.max(own, share)), rest };
  // Each stratum alone may meet its goal, and both together not: the bad records may stand in either.
  while (
    jointBound(inSlice, outside, sample, confidence) > fewerThan &&
    sample.slice + sample.rest < inSlice + outside
  ) {
    sample = { slice: grown(sample.slice, inSlice), rest: grown(sample.rest, outside) };
  }
  return {
    slice: { population: inSlice, sample: sample.slice },
    rest: { population: outside, sample: sample.rest },
  };
}

function jointBound(
  inSlice: number,
  outside: number,
  sample: { readonly slice: number; readonly rest: number },
  confidence: number,
): number {
  const strata = [
    { population: inSlice, sample: sample.slice, found: 0 },
    { population: outside, sample: sample.rest, found: 0 },
  ];
  return residualBound(strata, PLANNED_RECALL, confidence);
}

/** A sample that is a tenth larger. */
function grown(sample: number, population: number): number {
  return Math.min(population, Math.max(sample + 1, Math.ceil(sample * 1.1)));
}

/** The goal of a review: the document's, which flags may only tighten. Throws `review/loosens`. */
export function resolveGoal(declared: SampleGoal | undefined, asked: Partial<SampleGoal>): SampleGoal {
  const base = declared ?? DEFAULT_SAMPLE_GOAL;
  const { fewerThan = base.fewerThan, confidence = base.confidence } = asked;
  if (!Number.isSafeInteger(fewerThan) || fewerThan < 1 || !(confidence > 0 && confidence < 1)) {
    throw new UsageError(
      'review/bad-goal',
      `expected a whole number from 1 on and a confidence between 0 and 1, got \`${fewerThan}\` and \`${confidence}\``,
    );
  }
  if (declared !== undefined && (fewerThan > declared.fewerThan || confidence < declared.confidence)) {
    throw new UsageError(
      'review/loosens',
      `the document asks for fewer than ${declared.fewerThan} at ${declared.confidence}; flags may only tighten that, got ${fewerThan} at ${confidence}`,
    );
  }
  return { fewerThan, confidence };
}

/** Examples that must have been shown before a verdict over an item counts. */
export function examplesNeeded(
  { records }: Pick<ReviewItem, 'records'>,
  verdict: 'keep' | 'reject' | 'unsure',
): number {
  const population = records.length;
  if (population === 1) return 1;
  if (verdict !== 'keep') return Math.min(population, EXAMPLES_TO_REJECT);
  const { share, confidence } = KEPT_FAMILY_GOAL;
  const fewerThan = Math.ceil(population * share);
  return detectionSampleSize({ population, fewerThan, recall: 1, confidence }) ?? population;
}

/** Time that reading takes. */
export interface ReadingTime {
  /** Seconds an item, measured where enough was read. */
  readonly secondsPerItem: number;
  readonly isMeasured: boolean;
  readonly hoursLeft: number;
}

/** The time that is left for items, from the seconds that others took. */
export function readingTime(left: readonly ReviewItem[], measured: readonly number[]): ReadingTime {
  const isMeasured = measured.length >= MIN_MEASURED_ITEMS;
  const capped = measured.map((seconds) => Math.min(seconds, MAX_ITEM_SECONDS));
  const mean = capped.reduce((sum, one) => sum + one, 0) / Math.max(1, capped.length);
  const records = left.reduce((sum, item) => sum + examplesNeeded(item, 'reject'), 0);
  const seconds = isMeasured ? left.length * mean : records * SECONDS_PER_RECORD;
  return {
    secondsPerItem: isMeasured ? mean : left.length === 0 ? SECONDS_PER_RECORD : seconds / left.length,
    isMeasured,
    hoursLeft: seconds / 3600,
  };
}
