import { logLikelihoodRatio } from '@bezoar/core';
import type { Columns } from '../columns/columns.ts';
import type { Candidate } from '../mine/candidates.ts';
import { FeatureCounter } from './feature-counter.ts';
import type { NeighbourIndex } from './neighbours.ts';
import type { ReplyFeatures } from './reply-features.ts';
import { dot, type TextVectors, VECTOR_DIMENSIONS } from './text-vectors.ts';

/** Nearest prompts without the phrase that each sampled record is compared with. */
export const NEIGHBOURS_PER_RECORD = 5;

/** All records of a phrase are compared up to this many, then every fourth beyond it: small samples of large families lose rank. */
const FULL_SAMPLE = 96;
const MAX_SAMPLE = 320;

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

/** The counterfactual evidence on one candidate. */
export interface PhraseEvidence {
  readonly candidate: Candidate;
  /** Records compared, and their neighbours (counted with repetition). */
  readonly sampled: number;
  readonly neighbourCount: number;
  /** Mean cosine of replies within the phrase, and to the neighbours' replies. */
  readonly similarity: { readonly inside: number; readonly outside: number };
  /** Mean cosine of the prompts with one another, without the phrase's own words: high for a topic, low for a trigger. */
  readonly promptCohesion: number;
  /** The wording that most separates the two, where any does. */
  readonly wording?: DecidedFeature;
  /** The action that most separates the two, where any does. */
  readonly action?: DecidedFeature;
  /** Sampled records, and the nearest neighbour of each (-1 where there is none). */
  readonly sample: Int32Array;
  readonly nearest: Int32Array;
}

/** What evidence is measured with. */
export interface EvidenceSources {
  readonly month: Columns;
  readonly neighbours: NeighbourIndex;
  readonly features: ReplyFeatures;
  readonly replies: TextVectors;
  readonly prompts: TextVectors;
}

/** Compares records of candidates with their nearest prompts without the phrase. Deterministic. */
export interface EvidenceGatherer {
  gather(candidate: Candidate): PhraseEvidence;
  /**
   * The same under the null hypothesis that the phrase decides nothing: each record is given the reply of one of its
   * neighbours, and compared with the others. What chance and common subject matter alone produce.
   */
  gatherNull(candidate: Candidate): PhraseEvidence;
}

/** Starts a gatherer; it owns scratch memory that all candidates share. */
export function createEvidenceGatherer(sources: EvidenceSources): EvidenceGatherer {
  const { month, neighbours, features, replies, prompts } = sources;
  const counter = new FeatureCounter();
  const salt = saltOf(month.digests);
  const compare = (candidate: Candidate, isNull: boolean): PhraseEvidence => {
    const sample = sampleByDigest(candidate.postings, month.digests, salt);
    const holders = new Set(candidate.postings);
    const isHolder = (record: number): boolean => holders.has(record);
    const others: number[] = [];
    const nearest = new Int32Array(sample.length).fill(-1);
    const found = Array.from(sample, (record) => neighbours.nearest(record, NEIGHBOURS_PER_RECORD, isHolder));
    const speakers = isNull ? sample.map((record, i) => found[i]![record % found[i]!.length] ?? record) : sample;
    const sum = new Float64Array(VECTOR_DIMENSIONS);
    for (const record of speakers) addTo(sum, replies.vector(record));
    let inside = 0;
    let outside = 0;
    let compared = 0;
    for (const [i, speaker] of speakers.entries()) {
      const own = replies.vector(speaker);
      const around = isNull ? found[i]!.filter((other) => other !== speaker) : found[i]!;
      if (around.length === 0) continue;
      nearest[i] = around[0]!;
      let similarity = 0;
      for (const other of around) {
        others.push(other);
        similarity += dot(replies.vector(other), own);
      }
      inside += sample.length > 1 ? (dot(sum, own) - dot(own, own)) / (sample.length - 1) : 0;
      outside += similarity / around.length;
      compared++;
    }
    const groups = {
      sample: speakers,
      others,
      counter,
      perRecord: isNull ? NEIGHBOURS_PER_RECORD - 1 : NEIGHBOURS_PER_RECORD,
      owners: sample.map((record) => month.principals[record]!),
    };
    const habits = ownRecords(groups.owners, month.principals, isHolder);
    const wording = mostDecided((record) => features.wording(record), groups, habits);
    const action = mostDecided((record) => features.actions(record), groups, []);
    return {
      candidate,
      sampled: sample.length,
      neighbourCount: others.length,
      similarity:
        compared === 0 ? { inside: 0, outside: 0 } : { inside: inside / compared, outside: outside / compared },
      promptCohesion: promptCohesion(candidate, sample, prompts),
      ...(wording === undefined ? {} : { wording }),
      ...(action === undefined ? {} : { action }),
      sample,
      nearest,
    };
  };
  return {
    gather: (candidate) => compare(candidate, false),
    gatherNull: (candidate) => compare(candidate, true),
  };
}

/** Mean cosine of the prompts with one another, the phrase's own words taken out. */
export function promptCohesion(candidate: Candidate, sample: Int32Array, prompts: TextVectors): number {
  if (sample.length < 2) return 0;
  const sum = new Float64Array(VECTOR_DIMENSIONS);
  const rest = new Float32Array(VECTOR_DIMENSIONS);
  const phrase = candidate.view === 'words' ? [...new Set(candidate.phrase)] : [];
  let selves = 0;
  for (const record of sample) {
    prompts.without(record, phrase, rest);
    selves += dot(rest, rest);
    addTo(sum, rest);
  }
  let total = 0;
  for (const x of sum) total += x * x;
  return (total - selves) / (sample.length * (sample.length - 1));
}

function mostDecided(
  featuresOf: (record: number) => Int32Array,
  groups: {
    readonly sample: Int32Array;
    readonly others: readonly number[];
    readonly counter: FeatureCounter;
    readonly perRecord: number;
    /** The account behind each sampled record. */
    readonly owners: Int32Array;
  },
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
function ownRecords(owners: Int32Array, principals: Int32Array, isHolder: (record: number) => boolean): number[] {
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

/**
 * All records of a small posting; of a large one a sample that no order of input can change: the smallest by digest mixed
 * with `salt`, so that nobody who does not know the whole month can choose which of his records are looked at.
 */
function sampleByDigest(postings: Int32Array, digests: Uint8Array, salt: number): Int32Array {
  if (postings.length <= FULL_SAMPLE) return postings;
  const wanted = Math.min(MAX_SAMPLE, FULL_SAMPLE + Math.floor((postings.length - FULL_SAMPLE) / 4));
  const view = new DataView(digests.buffer, digests.byteOffset);
  const keyed = Array.from(postings, (record) => ({ record, key: mixed(view.getUint32(record * 32) ^ salt) }));
  keyed.sort((a, b) => a.key - b.key || a.record - b.record);
  return Int32Array.from(keyed.slice(0, wanted), ({ record }) => record);
}

/** 32 bits that depend on every digest of a month, in canonical order. */
function saltOf(digests: Uint8Array): number {
  const view = new DataView(digests.buffer, digests.byteOffset, digests.byteLength);
  let salt = 0x9e3779b9;
  for (let at = 0; at + 4 <= digests.length; at += 32) salt = mixed(salt ^ view.getUint32(at));
  return salt;
}

function mixed(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function addTo(sum: Float64Array, vector: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + vector[i]!;
}
