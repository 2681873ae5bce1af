import { regularisedGamma } from './regularised-gamma.ts';

const EULER_GAMMA = 0.5772156649015329;

/**
 * Probability that points thrown at random onto a line fall as evenly as these or more: the lower tail of Moran's statistic
 * over the gaps between neighbours, first to last point, by the chi-squared approximation of Cheng and Stephens
 * (Biometrika 76, 1989). `points` ascending. 1 for fewer than four points and where two coincide: bursts are never even.
 */
export function evenSpacingProbability(points: ArrayLike<number>): number {
  const gaps = points.length - 1;
  if (gaps < 3) return 1;
  const span = points[gaps]! - points[0]!;
  let statistic = 0;
  for (let i = 0; i < gaps; i++) {
    const gap = points[i + 1]! - points[i]!;
    if (!(gap > 0)) return 1;
    statistic -= Math.log(gap / span);
  }
  const mean = gaps * (Math.log(gaps) + EULER_GAMMA) - 0.5 - 1 / (12 * gaps);
  const variance = gaps * (Math.PI ** 2 / 6 - 1) - 0.5 - 1 / (6 * gaps);
  const shift = mean - Math.sqrt((gaps * variance) / 2);
  const scale = Math.sqrt(variance / (2 * gaps));
  return regularisedGamma(gaps / 2, Math.max(0, (statistic - shift) / scale) / 2);
}
