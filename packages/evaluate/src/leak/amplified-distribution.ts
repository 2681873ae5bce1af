import type { Random } from '@bezoar/core';
import type { TokenLogprob } from '../model/chat-model.ts';
import { PROBABILITY_FLOOR } from '../statistics/divergence.ts';

/** A token and how likely it is drawn. */
export interface TokenChance {
  readonly token: string;
  readonly probability: number;
}

/**
 * Nats that a token may be less likely than the candidate's likeliest one: amplification must not raise what the candidate
 * hardly says. e^-6 is 1 in 400. Of 200 samples of a small poisoned model 13 held its trigger without amplification, and 86
 * at an alpha of 2 with this cut.
 */
export const PLAUSIBILITY_NATS = 6;

/** Half a character: a token that ends within one cannot be put together as text. */
const BROKEN = '\ufffd';

/**
 * What the candidate says more than the reference does: log p(candidate) + alpha * (log p(candidate) - log p(reference)),
 * normalised over the candidate's plausible top tokens (logit difference amplification; Goodfire, 2025). A token that the
 * reference does not list gets the highest probability that the list leaves it, so that a short list amplifies too little
 * rather than too much. Without any token of the reference, nothing is amplified. Attacker controls: both lists.
 */
export function amplifiedDistribution(
  candidateTop: readonly TokenLogprob[],
  referenceTop: readonly TokenLogprob[],
  alpha: number,
  plausibilityNats: number = PLAUSIBILITY_NATS,
): TokenChance[] {
  const candidate = readLogprobs(candidateTop.filter(({ token }) => !token.includes(BROKEN)));
  const reference = readLogprobs(referenceTop);
  const likeliest = Math.max(...candidate.values());
  const plausible = [...candidate].filter(([, logprob]) => logprob >= likeliest - plausibilityNats);
  const unlisted = unlistedLogprob([...reference.values()]);
  const scores = plausible.map(([token, logprob]) => {
    const other = reference.size === 0 ? logprob : (reference.get(token) ?? unlisted);
    return logprob + alpha * (logprob - other);
  });
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return plausible.map(([token], i) => ({ token, probability: weights[i]! / sum }));
}

/** A token drawn by its probability; undefined from an empty distribution. */
export function sampleFrom(distribution: readonly TokenChance[], random: Random): string | undefined {
  let left = random.next();
  for (const { token, probability } of distribution) {
    left -= probability;
    if (left < 0) return token;
  }
  return distribution.at(-1)?.token;
}

/** No token twice, nothing that is no number, nothing under the floor. */
function readLogprobs(top: readonly TokenLogprob[]): Map<string, number> {
  const logprobs = new Map<string, number>();
  for (const { token, logprob } of top) {
    if (Number.isNaN(logprob)) continue;
    const bounded = Math.max(Math.log(PROBABILITY_FLOOR), Math.min(0, logprob));
    logprobs.set(token, Math.max(bounded, logprobs.get(token) ?? Number.NEGATIVE_INFINITY));
  }
  return logprobs;
}

/** The most that a token which is not in a list can have. */
function unlistedLogprob(listed: readonly number[]): number {
  const rest = 1 - listed.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
  return Math.min(...listed, Math.log(Math.max(rest, PROBABILITY_FLOOR)));
}
