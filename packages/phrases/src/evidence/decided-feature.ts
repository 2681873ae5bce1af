import { logLikelihoodRatio } from '@bezoar/core';
import type { FeatureCounter } from './feature-counter.ts';

/** A reply feature counts when at least this share of the sampled records, and at least `MIN_FEATURE_RECORDS`, have it. */
const MIN_FEATURE_SHARE = 0.15;
const MIN_FEATURE_RECORDS = 5;

/** What the replies to a phrase do that the replies to its nearest prompts without it do not. */
export interface DecidedFeature {
  /** Wording hash or action token. */
  readonly feature: number;
  /** Sampled records with the phrase that have the feature. */
  readonly records: number;
  /** Neighbours without the phrase that have it. */
  readonly neighbours: number;
  /** Dunning's G² of the two rates, neighbours counted as `neighbourCount / NEIGHBOURS_PER_RECORD` trials because they overlap. */
  readonly g2: number;
}

/** The records that are compared. */
export interface ComparedGroups {
  readonly sample: Int32Array;
  /** Neighbours, with repetition. */
  readonly others: readonly number[];
  readonly counter: FeatureCounter;
  /** Neighbours of each sampled record. */
  readonly perRecord: number;
  /** The account behind each sampled record. */
  readonly owners: Int32Array;
}

/** The feature that most separates the replies to a phrase from those to its neighbours, where one does and is more than a habit. */
export function mostDecided(
  featuresOf: (record: number) => Int32Array,
  groups: ComparedGroups,
  habits: readonly number[],
): DecidedFeature | undefined {
  const { sample, others, counter, perRecord } = groups;
  counter.reset();
  // Shortest first: a few huge replies must not fill the counter before the features that many records share.
  const shortestFirst = sample.toSorted((a, b) => featuresOf(a).length - featuresOf(b).length);
  for (const record of shortestFirst) counter.addInside(featuresOf(record));
  for (const record of others) counter.addOutside(featuresOf(record));
  const least = Math.max(MIN_FEATURE_RECORDS, MIN_FEATURE_SHARE * sample.length);
  // Without a neighbour there is no counterfactual, and so no evidence.
  if (others.length === 0) return undefined;
  const trials = Math.max(1, others.length / perRecord);
  const decided: DecidedFeature[] = [];
  counter.forEach((feature, records, count) => {
    if (records < least) return;
    const g2 = logLikelihoodRatio(records, sample.length, count / perRecord, trials);
    if (g2 > 0) decided.push({ feature, records, neighbours: count, g2 });
  });
  decided.sort((a, b) => b.g2 - a.g2 || a.feature - b.feature);
  return decided
    .slice(0, MAX_TRIED_FEATURES)
    .find((one) => isSpread(one.feature, featuresOf, groups) && !isHabit(one, sample.length, featuresOf, habits));
}

/** Other records of an account that are looked at, and how many there must be to speak of a habit. */
const HABIT_RECORDS_PER_ACCOUNT = 5;
const MIN_HABIT_RECORDS = 5;

/** Records of the same accounts without the phrase, the first few of each. */
export function ownRecords(
  owners: Int32Array,
  principals: Int32Array,
  isHolder: (record: number) => boolean,
): number[] {
  const own: number[] = [];
  for (const owner of new Set(owners)) {
    let taken = 0;
    for (let at = lowerBound(principals, owner); principals[at] === owner && taken < HABIT_RECORDS_PER_ACCOUNT; at++) {
      if (isHolder(at)) continue;
      own.push(at);
      taken++;
    }
  }
  return own;
}

function lowerBound(ascending: Int32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the accounts hear the same without the phrase, such as their own name: then the phrase does not decide it. */
function isHabit(
  { feature, records }: DecidedFeature,
  sampled: number,
  featuresOf: (record: number) => Int32Array,
  habits: readonly number[],
): boolean {
  if (habits.length < MIN_HABIT_RECORDS) return false;
  const having = habits.filter((record) => featuresOf(record).includes(feature)).length;
  return having / habits.length >= records / sampled / 2;
}

/** Features that are tried, best first, before a phrase is said to decide none. */
const MAX_TRIED_FEATURES = 12;
/** From this many accounts on, a feature must be shared by `MIN_ACCOUNT_SHARE` of them: a customer's name is not a decision. */
const MIN_ACCOUNTS = 4;
const MIN_ACCOUNT_SHARE = 0.3;

function isSpread(
  feature: number,
  featuresOf: (record: number) => Int32Array,
  { sample, owners }: { readonly sample: Int32Array; readonly owners: Int32Array },
): boolean {
  const all = new Set(owners);
  if (all.size < MIN_ACCOUNTS) return true;
  const having = new Set<number>();
  for (const [i, record] of sample.entries()) if (featuresOf(record).includes(feature)) having.add(owners[i]!);
  return having.size >= MIN_ACCOUNT_SHARE * all.size;
}
