import type { Random } from '@bezoar/core';
import { chooseToken, logProbability } from './choose-token.ts';
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
  const choice = { temperature, ...(random !== undefined && { random }) };
  let next = logits;
  while (ids.length < maxTokens) {
    const id = chooseToken(next, choice);
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
