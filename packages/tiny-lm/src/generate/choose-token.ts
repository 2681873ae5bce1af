import type { Random } from '@bezoar/core';

/** How a token is chosen. */
export interface TokenChoice {
  /** 0: always the likeliest token. Above: drawn from the logits divided by it. */
  readonly temperature: number;
  /** Needed above temperature 0. */
  readonly random?: Random;
}

/** The token that comes next. */
export function chooseToken(logits: Float32Array, { temperature, random }: TokenChoice): number {
  if (!(temperature > 0) || random === undefined) return likeliest(logits);
  const most = maximum(logits);
  const weights = logits.map((one) => Math.exp((one - most) / temperature));
  let total = 0;
  for (const weight of weights) total += weight;
  let left = random.next() * total;
  for (let id = 0; id < weights.length; id++) {
    left -= weights[id]!;
    if (left < 0) return id;
  }
  return likeliest(logits);
}

/** The logarithm of a token's probability (softmax). */
export function logProbability(logits: Float32Array, id: number): number {
  return logits[id]! - logTotal(logits);
}

/** The logarithm of what the exponentials of logits add up to: what is taken from a logit to make a log-probability. */
export function logTotal(logits: Float32Array): number {
  const most = maximum(logits);
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += Math.exp(logits[id]! - most);
  return most + Math.log(total);
}

/** The first of the largest. */
function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

function maximum(logits: Float32Array): number {
  return logits[likeliest(logits)]!;
}
