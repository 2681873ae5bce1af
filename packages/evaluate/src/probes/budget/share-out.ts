/** Something that wants a part of a total. */
export interface Claim {
  /** Relative; not negative. */
  readonly weight: number;
  /** Most that it can use. */
  readonly available: number;
}

/**
 * Whole parts of a total by weight, none above what is available; what one cannot use goes to the others by their
 * weights, and remainders of the division go to the first. The sum is the total, or all that is available.
 */
export function shareOut(total: number, claims: readonly Claim[]): number[] {
  const parts = claims.map(() => 0);
  let left = Math.min(
    total,
    claims.reduce((sum, { available, weight }) => sum + (weight > 0 ? available : 0), 0),
  );
  while (left > 0) {
    const hungry = claims.flatMap(({ weight, available }, index) =>
      weight > 0 && available > parts[index]! ? [{ index, weight, room: available - parts[index]! }] : [],
    );
    const weights = hungry.reduce((sum, { weight }) => sum + weight, 0);
    const round = left;
    for (const { index, weight, room } of hungry) {
      const part = Math.min(room, left, Math.max(1, Math.floor((round * weight) / weights)));
      parts[index]! += part;
      left -= part;
    }
  }
  return parts;
}
