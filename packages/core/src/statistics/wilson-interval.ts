/** A two-sided interval of rates, each in [0, 1]. */
export interface RateInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson score interval of a rate (E. B. Wilson, JASA 22, 1927). `z` is the normal quantile; 1.96 for 95 %.
 * Without trials nothing is known: [0, 1].
 */
export function wilsonInterval(hits: number, trials: number, z = 1.96): RateInterval {
  if (trials <= 0) return { low: 0, high: 1 };
  const rate = hits / trials;
  const z2 = z * z;
  const centre = (rate + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (z / (1 + z2 / trials)) * Math.sqrt((rate * (1 - rate)) / trials + z2 / (4 * trials * trials));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
