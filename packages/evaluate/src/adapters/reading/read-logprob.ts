import type { ChosenToken, TokenLogprob } from '../../model/chat-model.ts';
import { malformed } from './malformed.ts';

/** How far above 0 rounding may put a logprob: half-precision softmax is exact to about 5e-4. */
const ROUNDING = 1e-3;

/** How far above 1 rounding may put the probabilities at one place together. */
const SUM_TOLERANCE = 0.01;

/** A natural logarithm of a probability: a finite number of at most 0. */
export function readLogprob(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value > ROUNDING) {
    throw malformed(`expected \`${place}\` to be a logarithm of a probability, got \`${String(value).slice(0, 40)}\``);
  }
  return Math.min(0, value);
}

/** A place's chosen token and alternatives. What is no distribution would make every comparison with it worthless. */
export function checkPlace(token: ChosenToken, place: string): ChosenToken {
  const sum = token.top.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
  if (sum > 1 + SUM_TOLERANCE) {
    throw malformed(`expected probabilities of at most 1 together at \`${place}\`, got ${sum.toFixed(2)}`);
  }
  return { ...token, top: [...token.top].sort(byProbability) };
}

/** Most likely first; ties in the order of the text, so that two answers that say the same are equal. */
function byProbability(a: TokenLogprob, b: TokenLogprob): number {
  return b.logprob - a.logprob || (a.token < b.token ? -1 : a.token > b.token ? 1 : 0);
}
