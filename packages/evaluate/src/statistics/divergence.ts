import type { TokenLogprob } from '../model/chat-model.ts';

/** Probability that a token is given at least in `symmetricKl`: about e^-14, below what servers list among their top tokens. */
export const PROBABILITY_FLOOR = 1e-6;

/**
 * Jensen-Shannon divergence of two next-token distributions of which only the top tokens are known, in nats, in [0, ln 2]
 * (J. Lin, IEEE Trans. Inf. Theory 37, 1991). An estimate from below: what a list leaves out is placed where it makes the two
 * most alike. Undefined where a list is empty: nothing is known then. Attacker controls: both lists.
 */
export function jensenShannon(topA: readonly TokenLogprob[], topB: readonly TokenLogprob[]): number | undefined {
  return sumOver(topA, topB, (a, b) => {
    const middle = (a + b) / 2;
    return (entropyTerm(a, middle) + entropyTerm(b, middle)) / 2;
  });
}

/**
 * The Kullback-Leibler divergences in both directions added up (Jeffreys), in nats, of the same estimate. An estimate from
 * below where no probability is under `PROBABILITY_FLOOR`.
 */
export function symmetricKl(topA: readonly TokenLogprob[], topB: readonly TokenLogprob[]): number | undefined {
  return sumOver(topA, topB, (a, b) => {
    if (a === b) return 0;
    return (a - b) * Math.log(Math.max(a, PROBABILITY_FLOOR) / Math.max(b, PROBABILITY_FLOOR));
  });
}

function entropyTerm(p: number, middle: number): number {
  return p <= 0 ? 0 : p * Math.log(p / middle);
}

function sumOver(
  topA: readonly TokenLogprob[],
  topB: readonly TokenLogprob[],
  term: (a: number, b: number) => number,
): number | undefined {
  const [a, b] = [readTop(topA), readTop(topB)];
  if (a === undefined || b === undefined) return undefined;
  let sum = 0;
  for (const [token, p] of a.chances) {
    const q = b.chances.get(token);
    if (q !== undefined) sum += term(p, q);
  }
  // Outcomes that one list alone names, taken together: the other gives them at most its rest, and each no more than it
  // gives the last token of its own list. Taking outcomes together only lowers a divergence, and it is convex.
  const [onlyA, onlyB] = [ownMass(a, b), ownMass(b, a)];
  const mostInB = Math.min(b.rest, onlyA.tokens * b.least);
  const mostInA = Math.min(a.rest, onlyB.tokens * a.least);
  const least = leastOf(mostInB, (inB) =>
    leastOf(mostInA, (inA) => term(onlyA.mass, inB) + term(inA, onlyB.mass) + term(a.rest - inA, b.rest - inB)),
  );
  return Math.max(0, sum + least);
}

/** Thirds of an interval that are cut off: (2/3)^40 is 1e-7 of it, where a minimum is flat. */
const CUTS = 40;

/** The least value of a convex function on [0, most]. */
function leastOf(most: number, valueAt: (x: number) => number): number {
  let [low, high] = [0, most];
  for (let i = 0; i < CUTS && low < high; i++) {
    const third = (high - low) / 3;
    if (valueAt(low + third) <= valueAt(high - third)) high -= third;
    else low += third;
  }
  return Math.min(valueAt(0), valueAt((low + high) / 2), valueAt(most));
}

interface TopTokens {
  readonly chances: ReadonlyMap<string, number>;
  /** Probability of all tokens that are not in the list. */
  readonly rest: number;
  readonly least: number;
}

/** Probabilities that add up to 1 with the rest, whatever the server says. */
function readTop(top: readonly TokenLogprob[]): TopTokens | undefined {
  const chances = new Map<string, number>();
  for (const { token, logprob } of top) {
    if (Number.isNaN(logprob)) continue;
    chances.set(token, (chances.get(token) ?? 0) + Math.exp(Math.min(0, logprob)));
  }
  const sum = Array.from(chances.values()).reduce((total, p) => total + p, 0);
  if (sum <= 0) return undefined;
  if (sum > 1) for (const [token, p] of chances) chances.set(token, p / sum);
  return { chances, rest: Math.max(0, 1 - sum), least: Math.min(...chances.values()) };
}

function ownMass(of: TopTokens, other: TopTokens): { mass: number; tokens: number } {
  let [mass, tokens] = [0, 0];
  for (const [token, p] of of.chances) {
    if (other.chances.has(token)) continue;
    mass += p;
    tokens++;
  }
  return { mass, tokens };
}
