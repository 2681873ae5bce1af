import { COLUMN_STEP } from '../kernel/column-step.ts';
import { type Matrix, partOf, turned } from '../kernel/matrix.ts';
import type { Workspace } from '../kernel/workspace.ts';
import type { Batch } from '../model/batch.ts';

/** What attention is over. */
export interface AttentionSizes {
  readonly batch: Batch;
  readonly width: number;
  readonly heads: number;
}

/** One head of one sequence. */
interface Head {
  /** First token, and how many there are. */
  readonly start: number;
  readonly length: number;
  /** Numbers of the head, and where they begin in a row of queries. */
  readonly size: number;
  readonly column: number;
  /** Its shares, `[length, stride]`: as many as there are tokens, filled up with 0. */
  readonly shares: Float32Array;
  readonly stride: number;
}

/** Most numbers that the shares of a batch take: for each token and head as many as there are tokens in its sequence. */
export function maxShares(tokens: number, context: number, heads: number): number {
  return heads * tokens * padded(context);
}

function padded(length: number): number {
  return Math.ceil(length / COLUMN_STEP) * COLUMN_STEP;
}

/**
 * Causal attention (Vaswani et al., 2017, equation 1), added to `output`, `[tokens, width]`. `queryKeyValue` is
 * `[tokens, 3 * width]`. Returns the share of each earlier token in each, which the gradients need.
 */
export function attend(
  queryKeyValue: Float32Array,
  output: Float32Array,
  sizes: AttentionSizes,
  space: Workspace,
): Float32Array {
  const { kernel } = space;
  const { width } = sizes;
  const all = space.zeros(countShares(sizes));
  for (const head of headsOf(sizes, all)) {
    const [query, key, value] = queryKeyValueOf(queryKeyValue, head, width);
    const shares = { data: head.shares, start: 0, rows: head.length, rowStep: head.stride, columnStep: 1 };
    kernel.multiplyMatrices(query, turned(key), { ...shares, columns: head.stride });
    space.during(() => {
      const ends = space.floats(2 * head.length);
      kernel.softmax(head.shares, ends, { stride: head.stride, count: 1, isCausal: true, scale: scaleOf(head) });
    });
    kernel.multiplyMatrices({ ...shares, columns: head.length }, value, partOfHead(output, head, width, 0));
  }
  return all;
}

/** Adds the gradients of `attend` along queries, keys and values to `to`. */
export function attentionGradient(
  { queryKeyValue, shares, gradient }: Readonly<Record<'queryKeyValue' | 'shares' | 'gradient', Float32Array>>,
  to: Float32Array,
  sizes: AttentionSizes,
  space: Workspace,
): void {
  const { kernel } = space;
  const { width } = sizes;
  for (const head of headsOf(sizes, shares)) {
    const [query, key, value] = queryKeyValueOf(queryKeyValue, head, width);
    const [toQuery, toKey, toValue] = queryKeyValueOf(to, head, width);
    const above = partOfHead(gradient, head, width, 0);
    const square = { start: 0, rows: head.length, columns: head.length, rowStep: head.stride };
    kernel.multiplyMatrices(turned(partOf(head.shares, square)), above, toValue);
    space.during(() => {
      const slopes = space.zeros(head.shares.length);
      kernel.multiplyMatrices(above, turned(value), partOf(slopes, { ...square, columns: head.stride }));
      kernel.softmaxGradient(head.shares, slopes, { stride: head.stride, scale: scaleOf(head) });
      kernel.multiplyMatrices(partOf(slopes, square), key, toQuery);
      kernel.multiplyMatrices(turned(partOf(slopes, square)), query, toKey);
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
    const stride = padded(length);
    for (let head = 0; head < heads; head++) {
      const own = shares.subarray(base, base + length * stride);
      yield { start, length, size, column: head * size, shares: own, stride };
      base += length * stride;
    }
  }
}

function queryKeyValueOf(all: Float32Array, head: Head, width: number): readonly [Matrix, Matrix, Matrix] {
  const part = (which: number): Matrix => partOfHead(all, head, 3 * width, which * width);
  return [part(0), part(1), part(2)];
}

/** A head's columns of an array with rows of `rowStep` numbers, behind the first `skipped` of them. */
function partOfHead(
  data: Float32Array,
  { start, length, size, column }: Head,
  rowStep: number,
  skipped: number,
): Matrix {
  return partOf(data, { start: start * rowStep + skipped + column, rows: length, columns: size, rowStep });
}

/** What products of queries and keys are multiplied by. */
function scaleOf({ size }: Head): number {
  return 1 / Math.sqrt(size);
}
