import type { ColumnSets, Columns, ViewName } from './columns/columns.ts';
import { createEvidenceGatherer, type DecidedFeature, type PhraseEvidence } from './evidence/evidence.ts';
import { createNeighbourIndex } from './evidence/neighbours.ts';
import { prescreen } from './evidence/prescreen.ts';
import { createReplyFeatures, type ReplyFeatures } from './evidence/reply-features.ts';
import { createTextVectors } from './evidence/text-vectors.ts';
import { type Candidate, candidateSteps, compareTokens, DEFAULT_MIN_RECORDS, type Novelty } from './mine/candidates.ts';
import { groupFamilies } from './rank/families.ts';
import { fuseRanks } from './rank/fusion.ts';
import { extendPhrase } from './rank/phrase-extension.ts';
import {
  chanceNovelty,
  countsFrom,
  DECIDING_KEYS,
  type EvidenceKeys,
  evidenceKeys,
  evidenceStrength,
} from './rank/strength.ts';
import type { PhraseReference } from './reference/phrase-reference.ts';

/** Families that a report shows at most: what a team reviews in a sitting. */
export const FAMILY_BUDGET = 20;
/** Ranked phrases that are grouped into families. */
const GROUPED_ROWS = 400;
/** Candidates on which the null is measured; the count is scaled up to all. */
const NULL_SAMPLE = 1000;
/**
 * A trusted corpus so small that a phrase must stand in more records than this to be newer than chance is not held
 * against the month: it would hide what it cannot judge. Backdoors take hold at 25 and below.
 */
const MAX_COUNTS_FROM = 50;
/** Recurring phrases of the smallest month for which that is asked. */
const SMALLEST_TESTED = 1000;
/** Weakest family that is reported, as a share of what counts. */
const REPORTED_STRENGTH = 0.5;

/** A reply feature that a phrase decides, spelled out. */
export interface DecidedReply {
  /** Words, or an action label. */
  readonly text: string;
  readonly records: number;
  readonly neighbours: number;
  readonly g2: number;
}

/** A family of phrases that share their records: what a reviewer looks at as one thing. */
export interface PhraseFamily {
  /** 1-based. */
  readonly rank: number;
  readonly view: ViewName;
  /** The family's longest characteristic phrase. */
  readonly phrase: string;
  /** Its words, in the tokens of its view. */
  readonly words: readonly string[];
  /** Other phrases of the family, best first. */
  readonly variants: readonly string[];
  /** Records that hold the phrase, as canonical indexes of the month. */
  readonly records: Int32Array;
  readonly accounts: number;
  readonly tenants: number;
  readonly novelty: Novelty;
  readonly sampled: number;
  readonly neighbourCount: number;
  readonly similarity: { readonly inside: number; readonly outside: number };
  readonly wording?: DecidedReply;
  readonly action?: DecidedReply;
  readonly keys: EvidenceKeys;
  /** At least 1: the phrase decides its replies. */
  readonly strength: number;
  /** Records beside their nearest neighbour without the phrase (canonical; the trusted corpus follows the month), for excerpts. */
  readonly pairs: readonly { readonly record: number; readonly neighbour: number }[];
}

/** What mining found. */
export interface PhraseMining {
  readonly families: readonly PhraseFamily[];
  /** Phrases that are frequent and new enough; those compared with neighbours. */
  readonly candidates: number;
  readonly compared: number;
  /** Families at strength 1 or above that the null hypothesis is expected to give in a scan like this one. */
  readonly expectedByChance: number;
  /** Whether the trusted corpus was there and large enough to be held against the month. */
  readonly hasTrusted: boolean;
  /** Records from which a phrase that the reference does not have counts as newer than chance. */
  readonly countsFrom: number;
}

/** Options of `minePhrases`. */
export interface MiningOptions {
  readonly minRecords?: number;
  readonly reference?: PhraseReference;
  /** Action labels that are telling in themselves. Without a trusted corpus only they count as evidence among actions. */
  readonly tellingActions?: ReadonlySet<string>;
  readonly onStage?: (stage: 'candidates' | 'index' | 'evidence' | 'null', done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Finds phrases of the month (first set) that are new against the trusted corpus (second set, optional) and that decide
 * their replies: the counterfactual test of each phrase against the nearest prompts without it.
 * Deterministic in the multisets of documents.
 */
export function minePhrases(sets: ColumnSets, options: MiningOptions = {}): PhraseMining {
  const steps = miningSteps(sets, options);
  for (;;) {
    options.signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `minePhrases`, giving way to other events several times a second: so that progress shows and Ctrl-C is heard. */
export async function minePhrasesInSteps(sets: ColumnSets, options: MiningOptions = {}): Promise<PhraseMining> {
  const steps = miningSteps(sets, options);
  for (;;) {
    options.signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function* miningSteps(sets: ColumnSets, options: MiningOptions): Generator<void, PhraseMining, void> {
  const { onStage = () => undefined } = options;
  const [month, trusted] = sets.sets;
  if (month === undefined || month.count === 0) {
    return { families: [], candidates: 0, compared: 0, expectedByChance: 0, hasTrusted: false, countsFrom: 0 };
  }
  const isUsable = trusted !== undefined && countsFrom(month.count, trusted.count, SMALLEST_TESTED) <= MAX_COUNTS_FROM;
  const hasTrusted = isUsable && trusted.count > 0;
  const used: ColumnSets = { vocabulary: sets.vocabulary, sets: hasTrusted ? [month, trusted] : [month] };
  onStage('candidates', 0, 1);
  const { candidates, tested } = yield* candidateSteps(used, {
    minRecords: options.minRecords ?? DEFAULT_MIN_RECORDS,
    ...(options.reference === undefined ? {} : { reference: options.reference }),
  });
  onStage('index', 0, 1);
  yield;
  const replies = createTextVectors(used.sets, 'reply-pairs');
  const prompts = createTextVectors(used.sets, 'prompt-words');
  const features = createReplyFeatures(used.sets, used.vocabulary);
  const neighbours = createNeighbourIndex(used.sets, used.vocabulary.length);
  yield;
  const kept = prescreen(candidates, { month, replies, prompts });
  const gatherer = createEvidenceGatherer({ month, neighbours, features, replies, prompts });
  const rows: PhraseEvidence[] = [];
  for (const candidate of kept) {
    if (rows.length % 64 === 0) {
      onStage('evidence', rows.length, kept.length);
      yield;
    }
    rows.push(gatherer.gather(candidate));
  }
  const deciding = DECIDING_KEYS[hasTrusted ? 'trusted' : 'untrusted'];
  const neededNovelty = chanceNovelty(tested);
  const rankOf = (evidence: PhraseEvidence): RankedRow => {
    const all = evidenceKeys(evidence);
    const isTelling = hasTrusted || isTellingAction(evidence, used.vocabulary, options.tellingActions);
    const keys = isTelling ? all : { ...all, action: 0 };
    // An action that is telling in itself needs no proof that chance did not make the phrase new.
    const needed = isTellingAction(evidence, used.vocabulary, options.tellingActions) ? 0 : neededNovelty;
    const strength = evidenceStrength(keys, deciding, evidence.candidate.novelty.g2, needed);
    return { evidence, keys, strength };
  };
  const step = Math.max(1, Math.ceil(kept.length / NULL_SAMPLE));
  let nullHits = 0;
  for (let i = 0; i < kept.length; i += step) {
    if (i % 64 === 0) yield;
    if (rankOf(gatherer.gatherNull(kept[i]!)).strength >= 1) nullHits += step;
  }
  onStage('null', 1, 1);
  return {
    families: rankFamilies(rows.map(rankOf), month, used.vocabulary, features),
    candidates: candidates.length,
    compared: kept.length,
    expectedByChance: nullHits,
    hasTrusted,
    countsFrom: countsFrom(
      month.count,
      hasTrusted ? trusted.count : (options.reference?.records ?? month.count),
      tested,
    ),
  };
}

interface RankedRow {
  readonly evidence: PhraseEvidence;
  readonly keys: EvidenceKeys;
  readonly strength: number;
}

function isTellingAction(
  { action }: PhraseEvidence,
  vocabulary: readonly string[],
  telling: ReadonlySet<string> | undefined,
): boolean {
  return action !== undefined && telling?.has(vocabulary[action.feature - 1]!) === true;
}

function rankFamilies(
  rows: readonly RankedRow[],
  month: Columns,
  vocabulary: readonly string[],
  features: ReplyFeatures,
): PhraseFamily[] {
  const order = fuseRanks(
    [rows.map((r) => r.keys.similarity), rows.map((r) => r.keys.wording), rows.map((r) => r.keys.action)],
    (a, b) => compareCandidates(rows[a]!.evidence.candidate, rows[b]!.evidence.candidate),
  );
  const ranked = order.slice(0, GROUPED_ROWS).map((index) => rows[index]!);
  const families = groupFamilies(
    ranked.map(({ evidence: { candidate, action, sampled }, strength }) => ({
      postings: candidate.postings,
      length: candidate.phrase.length,
      isWords: candidate.view === 'words',
      strength,
      ...(action === undefined ? {} : { action: { feature: action.feature, rate: action.records / sampled } }),
    })),
  );
  return families
    .filter((family) => ranked[family.name]!.strength >= REPORTED_STRENGTH)
    .slice(0, FAMILY_BUDGET)
    .map((family, i) => {
      const row = ranked[family.name]!;
      const variants = family.members
        .filter((m) => m !== family.name)
        .map((m) => spell(ranked[m]!, vocabulary).join(' '));
      return describeFamily(i + 1, row, [...new Set(variants)].slice(0, 12), month, vocabulary, features);
    });
}

function describeFamily(
  rank: number,
  row: RankedRow,
  variants: readonly string[],
  month: Columns,
  vocabulary: readonly string[],
  features: ReplyFeatures,
): PhraseFamily {
  const { evidence, keys, strength } = row;
  const { candidate, sample, nearest } = evidence;
  const extended = extendPhrase(month.views[candidate.view], candidate.postings, candidate.phrase);
  const words = extended.map((token) => vocabulary[token - 1]!);
  const wordsOf = (decided: DecidedFeature): string => {
    for (const record of sample) {
      const spelled = features.spell(record, decided.feature);
      if (spelled !== undefined) return spelled.map((token) => vocabulary[token - 1]!).join(' ');
    }
    return '';
  };
  return {
    rank,
    view: candidate.view,
    phrase: words.join(' '),
    words,
    variants: variants.filter((variant) => variant !== words.join(' ')),
    records: candidate.postings,
    accounts: candidate.accounts,
    tenants: new Set(Array.from(candidate.postings, (record) => month.tenants[record])).size,
    novelty: candidate.novelty,
    sampled: evidence.sampled,
    neighbourCount: evidence.neighbourCount,
    similarity: evidence.similarity,
    ...(evidence.wording === undefined ? {} : { wording: decidedReply(evidence.wording, wordsOf(evidence.wording)) }),
    ...(evidence.action === undefined
      ? {}
      : { action: decidedReply(evidence.action, vocabulary[evidence.action.feature - 1]!) }),
    keys,
    strength,
    pairs: Array.from(sample, (record, i) => ({ record, neighbour: nearest[i]! })).filter((p) => p.neighbour >= 0),
  };
}

function decidedReply(decided: DecidedFeature, text: string): DecidedReply {
  return { text, records: decided.records, neighbours: decided.neighbours, g2: decided.g2 };
}

function spell(row: RankedRow, vocabulary: readonly string[]): string[] {
  return row.evidence.candidate.phrase.map((token) => vocabulary[token - 1]!);
}

function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.view !== b.view) return a.view < b.view ? -1 : 1;
  return b.phrase.length - a.phrase.length || compareTokens(a.phrase, b.phrase);
}
