const FORMAT: Intl.NumberFormat = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const INTEGER: Intl.NumberFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A number for people: thousands grouped, at most four significant digits behind the point, the same on every machine. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  return Number.isInteger(value) ? INTEGER.format(value) : FORMAT.format(value);
}

/** Largest finite value, at least `floor`: a scale that cannot be zero or infinite. */
export function largest(values: readonly number[], floor: number): number {
  let result = floor;
  for (const value of values) if (Number.isFinite(value) && value > result) result = value;
  return result;
}

/** Smallest and largest finite value, or `[0, 1]` where there is none. */
export function extent(values: readonly number[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}
