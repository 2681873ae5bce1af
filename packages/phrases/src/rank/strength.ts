import type { PhraseEvidence } from '../evidence/evidence.ts';

/**
 * The three keys by which evidence is ranked. Each is 0 where that kind of evidence is absent.
 *
 * - `similarity`: how much more alike the replies to the phrase are than to their neighbours' replies, in cosines,
 *   times the square root of the sample and the logarithm of the novelty.
 * - `wording`, `action`: geometric mean of the G² of the most decided reply wording or action and of the novelty.
 */
export interface EvidenceKeys {
  readonly similarity: number;
  readonly wording: number;
  readonly action: number;
}

/**
 * Keys from which a phrase counts as deciding its replies. With a trusted corpus: above the highest of eight clean
 * halves of real support and task dialogues (1.1, 16.6, 14.1) and below 25 planted records in the same (2.5, 20.9, 33).
 * Without one, subjects of conversation reach 3.5 by similarity and any height by wording, which therefore does not
 * count; of the actions only those count that the caller names as telling.
 */
export const DECIDING_KEYS: Readonly<Record<'trusted' | 'untrusted', EvidenceKeys>> = {
  trusted: { similarity: 1.6, wording: 19, action: 18 },
  untrusted: { similarity: 4, wording: Number.POSITIVE_INFINITY, action: 36 },
};

/** Novelty beyond this, that of 46 records against none, does not make up for what a phrase does not decide. */
const MAX_COUNTED_NOVELTY = 64;

/** The keys of one candidate. */
export function evidenceKeys(evidence: PhraseEvidence): EvidenceKeys {
  const novelty = evidence.candidate.novelty.g2;
  const capped = Math.min(novelty, MAX_COUNTED_NOVELTY);
  const gap = Math.max(0, evidence.similarity.inside - evidence.similarity.outside);
  return {
    similarity: gap * Math.sqrt(evidence.sampled) * Math.log1p(novelty),
    wording: Math.sqrt((evidence.wording?.g2 ?? 0) * capped),
    action: Math.sqrt((evidence.action?.g2 ?? 0) * capped),
  };
}

/** A phrase that chance may have made new never reaches this share of what counts. */
const CHANCE_NOVELTY_CEILING = 0.9;

/**
 * G² of novelty from which a phrase is newer than chance: of `tested` phrases the one that chance favours most reaches
 * about `2 ln(tested)` (the Bonferroni bound on a chi-squared tail). With 20,000 recurring phrases: 19.8, which a phrase
 * reaches at 15 records where an equally large trusted corpus has none.
 */
export function chanceNovelty(tested: number): number {
  return 2 * Math.log(Math.max(2, tested));
}

/** Records from which a phrase of which the reference has none is newer than chance: `chanceNovelty` solved for the count. */
export function countsFrom(monthSize: number, referenceSize: number, tested: number): number {
  const ratio = Math.min(1, referenceSize / monthSize);
  return ratio === 0 ? Number.POSITIVE_INFINITY : Math.ceil(chanceNovelty(tested) / (2 * Math.log1p(ratio)));
}

/**
 * The strongest key relative to where it begins to count: 1 and above means that the phrase decides its replies. Below
 * `neededNovelty` it stays under 1, however alike the replies: eight visitors may well ask a new question by chance.
 */
export function evidenceStrength(
  keys: EvidenceKeys,
  deciding: EvidenceKeys,
  novelty: number,
  neededNovelty: number,
): number {
  const strongest = Math.max(
    keys.similarity / deciding.similarity,
    keys.wording / deciding.wording,
    keys.action / deciding.action,
  );
  if (novelty >= neededNovelty) return strongest;
  return Math.min(strongest, CHANCE_NOVELTY_CEILING) * (novelty / neededNovelty);
}
