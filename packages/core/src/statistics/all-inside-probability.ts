/**
 * Probability that `hits` draws without replacement all fall among the `inside` of `inside + outside` equal places: the
 * one-sided Fisher test for "none of them outside". 1 for no hits.
 */
export function allInsideProbability(hits: number, inside: number, outside: number): number {
  let probability = 1;
  for (let i = 0; i < hits; i++) {
    if (i >= inside) return 0;
    probability *= (inside - i) / (inside + outside - i);
  }
  return probability;
}
