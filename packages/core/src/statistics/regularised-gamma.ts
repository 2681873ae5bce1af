import { logGamma } from './log-gamma.ts';

const MAX_TERMS = 10_000;
const PRECISION = 1e-14;

/**
 * The regularised lower incomplete gamma function P(a, x), `a > 0`, `x >= 0` (DLMF 8.2.4): by its series (8.11.4) below
 * `a + 1`, by the continued fraction of its complement (8.9.2) above. In [0, 1]; small values keep their relative precision.
 */
export function regularisedGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return Math.min(1, Math.max(0, x < a + 1 ? scale * series(a, x) : 1 - scale * fraction(a, x)));
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Evaluated from the back: about the square root of `a` terms decide the value, ten times as many are taken. */
function fraction(a: number, x: number): number {
  let tail = 0;
  for (let n = Math.ceil(100 + 10 * Math.sqrt(a)); n >= 1; n--) tail = (n * (a - n)) / (x + 2 * n + 1 - a + tail);
  return 1 / (x + 1 - a + tail);
}
