import type { TokenLogprob } from '../../model/chat-model.ts';

/** Least probability that a cell is given, so that the divergence stays finite: beyond what servers tell apart. */
const LEAST_PROBABILITY = 1e-6;

/**
 * Symmetric Kullback-Leibler divergence, nats, of two distributions of which only the most likely tokens are known. A token
 * that one side does not list is taken to be as likely as on the other side, but at most as likely as the least likely one
 * that is listed; the rest of both is one cell. An estimate, and on the small side for distributions that are close: what
 * neither lists tells nothing.
 */
export function topDivergence(a: readonly TokenLogprob[], b: readonly TokenLogprob[]): number {
  const listedA = probabilities(a);
  const listedB = probabilities(b);
  const unlistedA = unlisted(listedA);
  const unlistedB = unlisted(listedB);
  const tokens = [...new Set([...listedA.keys(), ...listedB.keys()])];
  let restA = 1;
  let restB = 1;
  let sum = 0;
  for (const token of tokens) {
    const p = listedA.get(token) ?? Math.min(listedB.get(token)!, unlistedA);
    const q = listedB.get(token) ?? Math.min(listedA.get(token)!, unlistedB);
    restA -= p;
    restB -= q;
    sum += cell(p, q);
  }
  return Math.max(0, sum + cell(restA, restB));
}

/** Tokens of the same text, such as pieces of a letter, are one. */
function probabilities(top: readonly TokenLogprob[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { token, logprob } of top) found.set(token, (found.get(token) ?? 0) + Math.exp(logprob));
  return found;
}

/** Most that a token can have that is not listed. */
function unlisted(listed: ReadonlyMap<string, number>): number {
  const all = [...listed.values()];
  const rest = Math.max(0, 1 - all.reduce((total, one) => total + one, 0));
  return Math.min(rest, ...all);
}

function cell(p: number, q: number): number {
  const [a, b] = [Math.max(p, LEAST_PROBABILITY), Math.max(q, LEAST_PROBABILITY)];
  return (a - b) * Math.log(a / b);
}
