import type { Columns } from '../columns/columns.ts';
import type { Candidate } from '../mine/candidates.ts';
import { type DecidedFeature, EFFECT_FLOORS, isHabit, isSpread, mostDecided, ownRecords } from './decided-feature.ts';
import { FeatureCounter } from './feature-counter.ts';
import type { NeighbourIndex } from './neighbours.ts';
import type { ReplyFeatures } from './reply-features.ts';
import { saltOf, sampleByDigest } from './sample.ts';
import { dot, type TextVectors, VECTOR_DIMENSIONS } from './text-vectors.ts';

/** Nearest prompts without the phrase that each sampled record is compared with. */
export const NEIGHBOURS_PER_RECORD = 5;

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
  const isManyAccounts = month.principalCount >= MANY_ACCOUNTS;
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
    const owners = sample.map((record) => month.principals[record]!);
    const groups = {
      sample: speakers,
      others,
      counter,
      perRecord: isNull ? NEIGHBOURS_PER_RECORD - 1 : NEIGHBOURS_PER_RECORD,
      owners,
      habits: isManyAccounts ? ownRecords(owners, month.principals, isHolder) : [],
    };
    const wordingOf = (record: number): Int32Array => features.wording(record);
    // A single account hears its own name: what it is told must be a word that others hear too.
    const isLone = isManyAccounts && new Set(owners).size === 1;
    const isHeardElsewhere = (feature: number): boolean => {
      const words = firstDefined(speakers, (record) => features.spell(record, feature));
      return words !== undefined && features.voices(words) >= MIN_VOICE_SHARE * month.principalCount;
    };
    const wording = mostDecided(
      wordingOf,
      groups,
      EFFECT_FLOORS.wording,
      (one) =>
        isSpread(one.feature, wordingOf, groups) &&
        !isHabit(one, wordingOf, groups) &&
        (!isLone || isHeardElsewhere(one.feature)),
    );
    // An action is nobody's name, and decoys from other accounts must not dilute it away.
    const action = mostDecided(
      (record) => features.actions(record),
      groups,
      EFFECT_FLOORS.action,
      () => true,
    );
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

/** Accounts of a month from which one account's words can be told from everybody's. */
const MANY_ACCOUNTS = 20;
/** Share of the accounts that must hear a word for it to be everybody's. */
const MIN_VOICE_SHARE = 0.03;

function firstDefined<T>(records: Int32Array, read: (record: number) => T | undefined): T | undefined {
  for (const record of records) {
    const value = read(record);
    if (value !== undefined) return value;
  }
  return undefined;
}

function addTo(sum: Float64Array, vector: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + vector[i]!;
}
