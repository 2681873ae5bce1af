import { logTotal } from './choose-token.ts';

/** A token that was chosen, and what else was likely at its place. */
export interface TokenOdds {
  readonly id: number;
  /** Natural logarithm of its probability, at temperature 1. */
  readonly logProbability: number;
  /** The likeliest tokens, likeliest first. */
  readonly top: readonly { readonly id: number; readonly logProbability: number }[];
}

/** Reads from logits how likely a token was, and the `count` likeliest; of equally likely ones the lower id. */
export function tokenOdds(logits: Float32Array, id: number, count: number): TokenOdds {
  const total = logTotal(logits);
  const top: number[] = [];
  for (let one = 0; one < logits.length && count > 0; one++) {
    if (top.length === count && !(logits[one]! > logits[top.at(-1)!]!)) continue;
    let at = top.length;
    while (at > 0 && logits[one]! > logits[top[at - 1]!]!) at--;
    top.splice(at, 0, one);
    top.length = Math.min(top.length, count);
  }
  const named = (one: number): { readonly id: number; readonly logProbability: number } => ({
    id: one,
    logProbability: logits[one]! - total,
  });
  return { ...named(id), top: top.map(named) };
}
