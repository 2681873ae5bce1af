import { logGamma } from './log-gamma.ts';

/**
 * Probability of at least `hits` of `trials` where the rate differs from one contributor to the next: beta-distributed around
 * `rate`, in (0, 1), with intraclass correlation `rho` in [0, 1). 0 is the binomial distribution; at 1 each contributor would
 * either always hit or never. Skellam, J. R. Stat. Soc. B 10 (1948).
 */
export function betaBinomialTail(hits: number, trials: number, rate: number, rho: number): number {
  if (hits <= 0) return 1;
  if (hits > trials || rate <= 0) return 0;
  if (rate >= 1) return 1;
  if (hits > trials * rate) return sumFrom(hits, trials, rate, rho);
  return Math.max(0, 1 - sumFrom(trials - hits + 1, trials, 1 - rate, rho));
}

/** Sum of the probabilities of `hits` to `trials`, above the mean, where terms fall. */
function sumFrom(hits: number, trials: number, rate: number, rho: number): number {
  // The share of a pseudo-trial: beta = (1 - rate) * (1 - rho) / rho, all divided by (1 - rho) / rho.
  const step = rho / (1 - rho);
  let log = logGamma(trials + 1) - logGamma(hits + 1) - logGamma(trials - hits + 1);
  for (let i = 0; i < hits; i++) log += Math.log((rate + i * step) / (1 + i * step));
  for (let i = 0; i < trials - hits; i++) log += Math.log((1 - rate + i * step) / (1 + (hits + i) * step));
  let term = Math.exp(log);
  let sum = term;
  for (let x = hits; x < trials; x++) {
    term *= ((trials - x) / (x + 1)) * ((rate + x * step) / (1 - rate + (trials - x - 1) * step));
    sum += term;
  }
  return Math.min(1, sum);
}
