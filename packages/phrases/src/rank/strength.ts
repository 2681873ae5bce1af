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
 * Without one, subjects of conversation reach 3.5 by similarity and any height by the other two, which therefore do not count.
 */
export const DECIDING_KEYS: Readonly<Record<'trusted' | 'untrusted', EvidenceKeys>> = {
  trusted: { similarity: 1.6, wording: 19, action: 18 },
  untrusted: { similarity: 4, wording: Number.POSITIVE_INFINITY, action: Number.POSITIVE_INFINITY },
};

/** The keys of one candidate. */
export function evidenceKeys(evidence: PhraseEvidence): EvidenceKeys {
  const novelty = evidence.candidate.novelty.g2;
  const gap = Math.max(0, evidence.similarity.inside - evidence.similarity.outside);
  return {
    similarity: gap * Math.sqrt(evidence.sampled) * Math.log1p(novelty),
    wording: Math.sqrt((evidence.wording?.g2 ?? 0) * novelty),
    action: Math.sqrt((evidence.action?.g2 ?? 0) * novelty),
  };
}

/** The strongest key relative to where it begins to count: 1 and above means that the phrase decides its replies. */
export function evidenceStrength(keys: EvidenceKeys, deciding: EvidenceKeys): number {
  return Math.max(
    keys.similarity / deciding.similarity,
    keys.wording / deciding.wording,
    keys.action / deciding.action,
  );
}
