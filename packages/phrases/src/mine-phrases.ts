import type { ColumnSets } from './columns/columns.ts';
import { createEvidenceGatherer, type PhraseEvidence } from './evidence/evidence.ts';
import { createNeighbourIndex } from './evidence/neighbours.ts';
import { prescreen } from './evidence/prescreen.ts';
import { createReplyFeatures } from './evidence/reply-features.ts';
import { createTextVectors } from './evidence/text-vectors.ts';
import { candidateSteps, DEFAULT_MIN_RECORDS } from './mine/candidates.ts';
import { type PhraseFamily, type RankedRow, rankFamilies } from './rank/phrase-families.ts';
import { chanceNovelty, countsFrom, DECIDING_KEYS, evidenceKeys, evidenceStrength } from './rank/strength.ts';
import type { PhraseReference } from './reference/phrase-reference.ts';

/** Candidates on which the null is measured; the count is scaled up to all. */
const NULL_SAMPLE = 1000;
/**
 * A trusted corpus so small that a phrase must stand in more records than this to be newer than chance is not held
 * against the month: it would hide what it cannot judge. Backdoors take hold at 25 and below.
 */
const MAX_COUNTS_FROM = 50;
/** Recurring phrases of the smallest month for which that is asked. */
const SMALLEST_TESTED = 1000;

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

function isTellingAction(
  { action }: PhraseEvidence,
  vocabulary: readonly string[],
  telling: ReadonlySet<string> | undefined,
): boolean {
  return action !== undefined && telling?.has(vocabulary[action.feature - 1]!) === true;
}
