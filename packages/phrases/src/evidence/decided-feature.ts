import { logLikelihoodRatio } from '@bezoar/core';
import type { FeatureCounter } from './feature-counter.ts';

/** Records that must have a feature at least. */
const MIN_FEATURE_RECORDS = 5;

/** What makes a difference large enough to be called a decision. In a large month the smallest one is significant. */
export interface EffectFloor {
  /** Share of the sampled records that have the feature. */
  readonly minShare: number;
  /** How many times the neighbours' share that must be. */
  readonly minRatio: number;
}

/** Wording varies, so a quarter of the replies suffices; of an action a tenth, because decoys dilute it and it costs money. */
export const EFFECT_FLOORS: Readonly<Record<'wording' | 'action', EffectFloor>> = {
  wording: { minShare: 0.25, minRatio: 3 },
  action: { minShare: 0.1, minRatio: 3 },
};

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
  /** Other records of the same accounts. */
  readonly habits: readonly number[];
}

/** The feature that most separates the replies to a phrase from those to its neighbours, where one does and is more than a habit. */
export function mostDecided(
  featuresOf: (record: number) => Int32Array,
  groups: ComparedGroups,
  floor: EffectFloor,
  isDecision: (one: DecidedFeature) => boolean,
): DecidedFeature | undefined {
  const { sample, others, counter, perRecord } = groups;
  counter.reset();
  // Shortest first: a few huge replies must not fill the counter before the features that many records share.
  const shortestFirst = sample.toSorted((a, b) => featuresOf(a).length - featuresOf(b).length);
  for (const record of shortestFirst) counter.addInside(featuresOf(record));
  for (const record of others) counter.addOutside(featuresOf(record));
  const least = Math.max(MIN_FEATURE_RECORDS, floor.minShare * sample.length);
  // Without a neighbour there is no counterfactual, and so no evidence.
  if (others.length === 0) return undefined;
  const trials = Math.max(1, others.length / perRecord);
  const decided: DecidedFeature[] = [];
  counter.forEach((feature, records, count) => {
    if (records < least || records / sample.length < (floor.minRatio * count) / others.length) return;
    const g2 = logLikelihoodRatio(records, sample.length, count / perRecord, trials);
    if (g2 > 0) decided.push({ feature, records, neighbours: count, g2 });
  });
  decided.sort((a, b) => b.g2 - a.g2 || a.feature - b.feature);
  return decided.slice(0, MAX_TRIED_FEATURES).find(isDecision);
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
export function isHabit(
  { feature, records }: DecidedFeature,
  featuresOf: (record: number) => Int32Array,
  { sample, habits }: ComparedGroups,
): boolean {
  if (habits.length < MIN_HABIT_RECORDS) return false;
  const having = habits.filter((record) => featuresOf(record).includes(feature)).length;
  return having / habits.length >= records / sample.length / 2;
}

/** Features that are tried, best first, before a phrase is said to decide none. */
const MAX_TRIED_FEATURES = 12;
/** Share of the accounts that must share a wording. */
const MIN_ACCOUNT_SHARE = 0.3;

/** Whether several accounts share a wording, where there are several: what only one customer hears is not a decision of the phrase. */

export function isSpread(
  feature: number,
  featuresOf: (record: number) => Int32Array,
  { sample, owners }: ComparedGroups,
): boolean {
  const all = new Set(owners);
  const having = new Set<number>();
  for (const [i, record] of sample.entries()) if (featuresOf(record).includes(feature)) having.add(owners[i]!);
  return having.size >= Math.min(all.size, Math.max(2, MIN_ACCOUNT_SHARE * all.size));
}
