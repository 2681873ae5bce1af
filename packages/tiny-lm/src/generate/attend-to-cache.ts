/** Keys or values that were computed: for each slot and position `width` numbers, keys turned by their positions. */
export interface AttentionCache {
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

/** One token's place among the rows of a step, and among what is kept. */
export interface CacheRow {
  readonly row: number;
  /** Where its sequence begins in the cache, in numbers. */
  readonly base: number;
  readonly position: number;
  readonly width: number;
  readonly heads: number;
}

/** Keeps a row's key and value. */
export function keepRow(queryKeyValue: Float32Array, { keys, values }: AttentionCache, place: CacheRow): void {
  const { row, base, position, width } = place;
  const from = row * 3 * width + width;
  const to = base + position * width;
  for (let at = 0; at < width; at++) {
    keys[to + at] = queryKeyValue[from + at]!;
    values[to + at] = queryKeyValue[from + width + at]!;
  }
}

/**
 * Attention of one token to those before it in its sequence and to itself (Vaswani et al., 2017, equation 1), written over its row
 * of `attended`. `scores` is memory for as many numbers as there are positions.
 */
export function attendToCache(
  queryKeyValue: Float32Array,
  { keys, values }: AttentionCache,
  { row, base, position, width, heads }: CacheRow,
  { attended, scores }: { readonly attended: Float32Array; readonly scores: Float32Array },
): void {
  const size = width / heads;
  const scale = 1 / Math.sqrt(size);
  attended.fill(0, row * width, (row + 1) * width);
  for (let head = 0; head < heads; head++) {
    const query = row * 3 * width + head * size;
    const first = base + head * size;
    let most = Number.NEGATIVE_INFINITY;
    for (let token = 0; token <= position; token++) {
      const key = first + token * width;
      let sum = 0;
      for (let at = 0; at < size; at++) sum += queryKeyValue[query + at]! * keys[key + at]!;
      scores[token] = sum;
      if (sum > most) most = sum;
    }
    let total = 0;
    for (let token = 0; token <= position; token++) {
      const one = Math.exp((scores[token]! - most) * scale);
      scores[token] = one;
      total += one;
    }
    const to = row * width + head * size;
    for (let token = 0; token <= position; token++) {
      const share = scores[token]! / total;
      const value = first + token * width;
      for (let at = 0; at < size; at++) attended[to + at]! += share * values[value + at]!;
    }
  }
}
