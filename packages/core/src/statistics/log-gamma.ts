/** From here on the terms of the asymptotic series that are left out are below 1e-12. */
const ASYMPTOTIC_FROM = 10;

/** Natural logarithm of the gamma function for `x > 0`: Stirling's series (DLMF 5.11.1), after shifting small `x` up by the recurrence (5.5.1). */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  for (; shifted < ASYMPTOTIC_FROM; shifted++) product *= shifted;
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const correction = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + correction - Math.log(product);
}
