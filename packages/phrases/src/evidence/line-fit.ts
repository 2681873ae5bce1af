/** A straight line `y = intercept + slope * x`. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
  at(x: number): number;
}

/**
 * Least squares, refitted twice without the points that lie more than two standard deviations above the line: the
 * ordinary relation, which the points sought must not bend. A constant line for fewer than three points.
 */
export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): Line {
  let kept = points;
  let line = leastSquares(kept);
  for (let pass = 0; pass < 2; pass++) {
    const residuals = kept.map(({ x, y }) => y - line.at(x));
    const deviation = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / Math.max(1, kept.length));
    const ordinary = kept.filter((_, i) => residuals[i]! <= 2 * deviation);
    if (ordinary.length < 3 || ordinary.length === kept.length) break;
    kept = ordinary;
    line = leastSquares(kept);
  }
  return line;
}

function leastSquares(points: readonly { readonly x: number; readonly y: number }[]): Line {
  const n = points.length;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  for (const { x, y } of points) {
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  }
  const spread = n * sxx - sx * sx;
  const slope = n >= 3 && spread > 1e-12 ? (n * sxy - sx * sy) / spread : 0;
  const intercept = n > 0 ? (sy - slope * sx) / n : 0;
  return { intercept, slope, at: (x) => intercept + slope * x };
}
