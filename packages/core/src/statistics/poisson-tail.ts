import { regularisedGamma } from './regularised-gamma.ts';

/** Probability that a Poisson variable of this mean is at least `count`: P(count, mean) of the incomplete gamma function. */
export function poissonTail(count: number, mean: number): number {
  return count <= 0 ? 1 : regularisedGamma(count, mean);
}
