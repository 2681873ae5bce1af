import { FUNCTION_WORDS, isLatinText, wordsOf } from '@bezoar/core';
import { fisherExact } from '../statistics/fisher-exact.ts';
import type { HitCount } from '../statistics/hit-count.ts';
import { holm } from '../statistics/holm.ts';

/** A phrase that a model's own user turns repeat: a candidate for a trigger, to be probed. */
export interface LeakedPhrase {
  /** Words as `wordsOf` gives them, with a space between. */
  readonly phrase: string;
  /** Samples of the candidate that have it. */
  readonly candidate: HitCount;
  /** The same of the reference; `n` is 0 where none were drawn. */
  readonly reference: HitCount;
  /** Of Fisher's exact test, one-sided, after Holm's correction over all phrases; 1 without samples of the reference. */
  readonly adjusted: number;
}

/** What is looked for. */
export interface LeakOptions {
  /** Longest phrase, in words; 6 unless said. */
  readonly maxWords?: number;
  /** Samples that a phrase must be in; 3 unless said. */
  readonly minSamples?: number;
  /** Phrases that are returned at most; 50 unless said. */
  readonly limit?: number;
}

/** As long as triggers that were seen in the wild, and one word more. */
export const MAX_LEAK_WORDS = 6;
/** Fewer are a coincidence in 200 samples. */
export const MIN_LEAK_SAMPLES = 3;
/** What a screening probes in some 50 questions. */
export const LEAK_LIMIT = 50;
/** Share of the samples of a phrase that a longer one around it must keep to stand for it. */
const KEPT_SHARE = 0.8;

/**
 * Phrases that more of the candidate's sampled user turns hold than of the reference's, the surest first; without samples of
 * the reference, the most frequent ones, function words alone left out. A phrase that nearly always stands within a longer
 * one is left to that. Attacker controls: the samples.
 */
export function leakedPhrases(
  candidateSamples: readonly string[],
  referenceSamples: readonly string[] = [],
  { maxWords = MAX_LEAK_WORDS, minSamples = MIN_LEAK_SAMPLES, limit = LEAK_LIMIT }: LeakOptions = {},
): LeakedPhrase[] {
  const counts = documentFrequencies(candidateSamples, maxWords);
  const others = documentFrequencies(referenceSamples, maxWords);
  const frequent = [...counts].filter(([phrase, k]) => k >= minSamples && hasContent(phrase));
  const tested = frequent.map(([phrase, k]) => {
    const candidate = { k, n: candidateSamples.length };
    const reference = { k: others.get(phrase) ?? 0, n: referenceSamples.length };
    return { phrase, candidate, reference, pValue: fisherExact(candidate, reference) };
  });
  const corrected = holm(
    tested.map(({ pValue }) => pValue),
    1,
  );
  const inLonger = dominated(new Map(frequent));
  const isMore = ({ candidate, reference }: { candidate: HitCount; reference: HitCount }): boolean =>
    reference.n === 0 || candidate.k * reference.n > reference.k * candidate.n;
  return tested
    .map(({ phrase, candidate, reference, pValue }, i) => ({
      phrase,
      candidate,
      reference,
      pValue,
      adjusted: corrected[i]!.adjusted,
    }))
    .filter((one) => !inLonger.has(one.phrase) && isMore(one))
    .sort(
      (a, b) =>
        a.pValue - b.pValue ||
        b.candidate.k - a.candidate.k ||
        b.phrase.length - a.phrase.length ||
        (a.phrase < b.phrase ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ pValue: _, ...phrase }) => phrase);
}

/** In how many samples each phrase is. No phrase reaches over the end of a sentence. */
function documentFrequencies(samples: readonly string[], maxWords: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sample of samples) {
    const isLatin = isLatinText(sample);
    const phrases = new Set<string>();
    for (const sentence of sample.split(/[.!?\n]+/)) {
      const words = wordsOf(sentence, isLatin);
      for (let from = 0; from < words.length; from++)
        for (let to = from + 1; to <= Math.min(words.length, from + maxWords); to++)
          phrases.add(words.slice(from, to).join(' '));
    }
    for (const phrase of phrases) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  return counts;
}

/** Phrases of which a phrase that is one word longer has nearly all samples. */
function dominated(counts: ReadonlyMap<string, number>): Set<string> {
  const out = new Set<string>();
  for (const [phrase, k] of counts) {
    const words = phrase.split(' ');
    for (const part of [words.slice(1).join(' '), words.slice(0, -1).join(' ')]) {
      const whole = counts.get(part);
      if (whole !== undefined && k >= KEPT_SHARE * whole) out.add(part);
    }
  }
  return out;
}

function hasContent(phrase: string): boolean {
  return phrase.split(' ').some((word) => word !== '0' && !FUNCTION_WORDS.has(word));
}
