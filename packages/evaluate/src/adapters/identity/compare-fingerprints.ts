import { BezoarError, type Random, seededRandom } from '@bezoar/core';
import type { Fingerprint, FingerprintSample } from './endpoint-fingerprint.ts';
import { type DistanceBlock, permutationTest } from './permutation-test.ts';
import { textDistance } from './text-distance.ts';
import { topDivergence } from './top-divergence.ts';

/** Why two fingerprints are taken for those of one model, or not. */
export interface FingerprintEvidence {
  /** `logprobs`: nats of symmetric divergence at the first token; `texts`: share of the answers that differs. */
  readonly by: 'logprobs' | 'texts';
  /** Mean distance between the two, less the mean among the reruns of each. */
  readonly excess: number;
  /** The excess that is taken for rounding. */
  readonly tolerance: number;
  /** How often chance alone gives so much. */
  readonly p: number;
  /** Mean distance of each one's reruns. */
  readonly noise: { readonly a: number; readonly b: number };
  /** Prompts whose answers differ most, first. */
  readonly prompts: readonly { readonly prompt: number; readonly distance: number }[];
  readonly logprobs: { readonly a: boolean; readonly b: boolean };
  readonly servedBy: { readonly a: readonly string[]; readonly b: readonly string[] };
}

/** Whether one model gave both fingerprints. */
export interface FingerprintComparison {
  readonly same: boolean;
  readonly evidence: FingerprintEvidence;
}

/** How often the same model may be taken for another one, by its noise alone. */
export const FINGERPRINT_ALPHA = 0.01;

/** Deals of the permutation test: p is known down to a tenth of `FINGERPRINT_ALPHA`. */
const DEALS = 999;

/**
 * Divergence that another machine, driver or batch may make of the same weights, nats. Logits of 16 in bfloat16 lie 0.125
 * apart; rounding them twice leaves differences of variance 2 * 0.125^2 / 12 = 0.0026, which is the symmetric divergence
 * to first order; twice that. A tiny model served by llama.cpp shows 5e-8 between reruns, and 0.03 after 25 more examples.
 */
export const LOGPROB_TOLERANCE = 0.005;

/** Two of twelve answers may go another way from their first word on another machine. */
export const TEXT_TOLERANCE = 0.17;

/**
 * Compares two fingerprints with the noise that each shows by itself. They are of the same model unless they differ by more
 * than that noise (p below `FINGERPRINT_ALPHA`) and by more than rounding; a server that gives logprobs in only one of them
 * was changed in any case. Throws `evaluate/fingerprint-mismatch` where different things were asked.
 */
export function compareFingerprints(
  a: Fingerprint,
  b: Fingerprint,
  random: Random = seededRandom('compare-fingerprints'),
): FingerprintComparison {
  if (a.questions !== b.questions || a.samples.length !== b.samples.length) {
    throw new BezoarError('evaluate/fingerprint-mismatch', 'the fingerprints are answers to different questions');
  }
  const logprobs = { a: isScored(a), b: isScored(b) };
  const by = logprobs.a && logprobs.b ? 'logprobs' : 'texts';
  const distance = by === 'logprobs' ? topDistance : textsDistance;
  const tolerance = by === 'logprobs' ? LOGPROB_TOLERANCE : TEXT_TOLERANCE;
  const blocks = a.samples.map((samples, index) => blockOf(samples, b.samples[index]!, distance));
  const { excess, p } = permutationTest(blocks, DEALS, random);
  const isChanged = logprobs.a !== logprobs.b || (excess > tolerance && p < FINGERPRINT_ALPHA);
  return {
    same: !isChanged,
    evidence: {
      by,
      excess,
      tolerance,
      p,
      noise: { a: noiseOf(a, distance), b: noiseOf(b, distance) },
      prompts: blocks
        .map((block, prompt) => ({ prompt, distance: between(block) }))
        .sort((one, other) => other.distance - one.distance || one.prompt - other.prompt),
      logprobs,
      servedBy: { a: a.servedBy, b: b.servedBy },
    },
  };
}

type Distance = (a: FingerprintSample, b: FingerprintSample) => number;

const topDistance: Distance = (a, b) => topDivergence(a.top, b.top);
const textsDistance: Distance = (a, b) => textDistance(a.text, b.text);

function isScored({ samples }: Fingerprint): boolean {
  return samples.every((reruns) => reruns.every(({ top }) => top.length > 0));
}

function blockOf(a: readonly FingerprintSample[], b: readonly FingerprintSample[], distance: Distance): DistanceBlock {
  const all = [...a, ...b];
  return { first: a.length, distances: all.map((one) => all.map((other) => distance(one, other))) };
}

function noiseOf({ samples }: Fingerprint, distance: Distance): number {
  const pairs = samples.flatMap((reruns) =>
    reruns.flatMap((one, index) => reruns.slice(index + 1).map((other) => distance(one, other))),
  );
  return pairs.length === 0 ? 0 : pairs.reduce((sum, one) => sum + one, 0) / pairs.length;
}

function between({ first, distances }: DistanceBlock): number {
  const across = distances.slice(0, first).flatMap((row) => row.slice(first));
  return across.length === 0 ? 0 : across.reduce((sum, one) => sum + one, 0) / across.length;
}
