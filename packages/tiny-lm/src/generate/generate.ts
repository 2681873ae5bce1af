import type { Random } from '@bezoar/core';
import type { Session } from './session.ts';

/** How a sequence goes on. */
export interface GenerateOptions {
  readonly maxTokens: number;
  /** Tokens that end it; they are not part of the result. */
  readonly stop: readonly number[];
  /** 0, the default: always the likeliest token. Above: drawn from the logits divided by it. */
  readonly temperature?: number;
  /** Needed above temperature 0. */
  readonly random?: Random;
}

/** What was generated. */
export interface Generation {
  readonly ids: readonly number[];
  /** Natural logarithm of the probability of each, at temperature 1. */
  readonly logProbabilities: readonly number[];
  readonly ended: 'stop' | 'length';
}

/** Goes on after `logits`, which the session gave last, until a token stops it, or `maxTokens`, or the context is full. */
export function generate(
  session: Session,
  logits: Float32Array,
  { maxTokens, stop, temperature = 0, random }: GenerateOptions,
): Generation {
  const ids: number[] = [];
  const logProbabilities: number[] = [];
  let next = logits;
  while (ids.length < maxTokens) {
    const id = temperature > 0 && random !== undefined ? drawn(next, temperature, random) : likeliest(next);
    if (stop.includes(id)) return { ids, logProbabilities, ended: 'stop' };
    logProbabilities.push(logProbability(next, id));
    ids.push(id);
    if (ids.length === maxTokens) break;
    const longer = session.tryFeed(id);
    if (longer === undefined) break;
    next = longer;
  }
  return { ids, logProbabilities, ended: 'length' };
}

/** The logarithm of a token's probability (softmax). */
export function logProbability(logits: Float32Array, id: number): number {
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return logits[id]! - most - Math.log(logits.reduce((sum, one) => sum + Math.exp(one - most), 0));
}

/** The first of the largest. */
function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

function drawn(logits: Float32Array, temperature: number, random: Random): number {
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = logits.map((one) => Math.exp((one - most) / temperature));
  let left = random.next() * weights.reduce((sum, one) => sum + one, 0);
  for (const [id, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return id;
  }
  return likeliest(logits);
}
