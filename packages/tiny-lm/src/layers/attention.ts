import { COLUMN_STEP } from '../kernel/kernel.ts';
import type { Workspace } from '../kernel/workspace.ts';
import type { Batch } from '../model/batch.ts';
import { transposed } from './linear.ts';

/** What attention is over. */
export interface AttentionSizes {
  readonly batch: Batch;
  readonly width: number;
  readonly heads: number;
}

/** One head of one sequence. */
interface Head {
  /** First token, and how many there are; `padded` to what the kernel works on. */
  readonly start: number;
  readonly length: number;
  readonly padded: number;
  /** Numbers of the head, and where they begin in a row of queries. */
  readonly size: number;
  readonly column: number;
  /** Its shares, `[length, padded]`. */
  readonly shares: Float32Array;
}

/** Most numbers that the shares of a batch take: for each token and head as many as there are tokens in its sequence. */
export function maxShares(tokens: number, context: number, heads: number): number {
  return heads * tokens * padded(context);
}

function padded(length: number): number {
  return Math.ceil(length / COLUMN_STEP) * COLUMN_STEP;
}

/**
 * Causal attention (Vaswani et al., 2017, equation 1), written over `output`, `[tokens, width]`. `queryKeyValue` is
 * `[tokens, 3 * width]`. Returns the share of each earlier token in each, which the gradients need.
 */
export function attend(
  queryKeyValue: Float32Array,
  output: Float32Array,
  sizes: AttentionSizes,
  space: Workspace,
): Float32Array {
  const { width } = sizes;
  const shares = space.floats(countShares(sizes));
  for (const head of headsOf(sizes, shares)) {
    space.during(() => {
      const query = gather(queryKeyValue, head, 3 * width, 0, space);
      const key = gather(queryKeyValue, head, 3 * width, width, space);
      const value = gather(queryKeyValue, head, 3 * width, 2 * width, space);
      const { length, size } = head;
      const keys = transposed(key, head.padded, size, space);
      head.shares.fill(0);
      const queries = query.subarray(0, length * size);
      space.kernel.multiply(queries, keys, head.shares, { rows: length, inner: size, columns: head.padded });
      softmaxUpTo(head);
      const result = space.zeros(length * size);
      space.kernel.multiply(head.shares, value, result, { rows: length, inner: head.padded, columns: size });
      for (let token = 0; token < length; token++) {
        output.set(result.subarray(token * size, (token + 1) * size), (head.start + token) * width + head.column);
      }
    });
  }
  return shares;
}

/** Writes the gradient of `attend` along queries, keys and values over `to`. */
export function attentionGradient(
  { queryKeyValue, shares, gradient }: Readonly<Record<'queryKeyValue' | 'shares' | 'gradient', Float32Array>>,
  to: Float32Array,
  sizes: AttentionSizes,
  space: Workspace,
): void {
  const { width } = sizes;
  for (const head of headsOf(sizes, shares)) {
    space.during(() => {
      const { length, size } = head;
      const query = gather(queryKeyValue, head, 3 * width, 0, space);
      const key = gather(queryKeyValue, head, 3 * width, width, space);
      const value = gather(queryKeyValue, head, 3 * width, 2 * width, space);
      const above = gather(gradient, head, width, 0, space).subarray(0, length * size);
      const turned = transposed(head.shares, length, head.padded, space);
      const values = space.zeros(head.padded * size);
      space.kernel.multiply(turned, above, values, { rows: head.padded, inner: length, columns: size });

      const slopes = space.zeros(length * head.padded);
      const turnedValue = transposed(value, head.padded, size, space);
      space.kernel.multiply(above, turnedValue, slopes, { rows: length, inner: size, columns: head.padded });
      softmaxGradient(head, slopes);
      const queries = space.zeros(length * size);
      space.kernel.multiply(slopes, key, queries, { rows: length, inner: head.padded, columns: size });
      const keys = space.zeros(head.padded * size);
      const turnedSlopes = transposed(slopes, length, head.padded, space);
      const asked = query.subarray(0, length * size);
      space.kernel.multiply(turnedSlopes, asked, keys, { rows: head.padded, inner: length, columns: size });
      for (const [part, from] of [queries, keys, values].entries()) {
        for (let token = 0; token < length; token++) {
          const at = (head.start + token) * 3 * width + part * width + head.column;
          to.set(from.subarray(token * size, (token + 1) * size), at);
        }
      }
    });
  }
}

function countShares({ batch: { starts }, heads }: AttentionSizes): number {
  let count = 0;
  for (let at = 0; at + 1 < starts.length; at++) {
    const length = starts[at + 1]! - starts[at]!;
    count += heads * length * padded(length);
  }
  return count;
}

function* headsOf({ batch: { starts }, width, heads }: AttentionSizes, shares: Float32Array): Generator<Head> {
  const size = width / heads;
  let base = 0;
  for (let at = 0; at + 1 < starts.length; at++) {
    const start = starts[at]!;
    const length = starts[at + 1]! - start;
    const numbers = length * padded(length);
    for (let head = 0; head < heads; head++) {
      const own = shares.subarray(base, base + numbers);
      yield { start, length, padded: padded(length), size, column: head * size, shares: own };
      base += numbers;
    }
  }
}

/** A head's columns of a matrix with rows of `stride` numbers, as `[padded, size]`, zeros behind the sequence. */
function gather(
  from: Float32Array,
  { start, length, padded: rows, size, column }: Head,
  stride: number,
  part: number,
  space: Workspace,
): Float32Array {
  const to = space.floats(rows * size);
  for (let token = 0; token < length; token++) {
    const at = (start + token) * stride + part + column;
    to.set(from.subarray(at, at + size), token * size);
  }
  to.fill(0, length * size);
  return to;
}

/** Turns products into shares: of each token those before it and its own, together 1; the rest are 0. */
function softmaxUpTo({ shares, length, padded: columns, size }: Head): void {
  const scale = 1 / Math.sqrt(size);
  for (let token = 0; token < length; token++) {
    const from = token * columns;
    let most = Number.NEGATIVE_INFINITY;
    for (let at = from; at <= from + token; at++) if (shares[at]! > most) most = shares[at]!;
    let total = 0;
    for (let at = from; at <= from + token; at++) {
      const one = Math.exp((shares[at]! - most) * scale);
      shares[at] = one;
      total += one;
    }
    for (let at = from; at <= from + token; at++) shares[at]! /= total;
    shares.fill(0, from + token + 1, from + columns);
  }
}

/** Turns the slopes of shares into those of the products, in place. */
function softmaxGradient({ shares, length, padded: columns, size }: Head, slopes: Float32Array): void {
  const scale = 1 / Math.sqrt(size);
  for (let token = 0; token < length; token++) {
    const from = token * columns;
    let mean = 0;
    for (let at = from; at <= from + token; at++) mean += slopes[at]! * shares[at]!;
    for (let at = from; at <= from + token; at++) slopes[at] = shares[at]! * (slopes[at]! - mean) * scale;
    slopes.fill(0, from + token + 1, from + columns);
  }
}
