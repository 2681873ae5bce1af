import type { Workspace } from '../kernel/workspace.ts';
import { BLOCK_POSITIONS, type CacheBlock } from './attention-cache.ts';

/** Rows of a step that are of one sequence, and where they stand in it. */
export interface SequenceRows {
  /** First row, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** Tokens before them. */
  readonly past: number;
}

/**
 * Attention of a sequence's new tokens to those before them and to themselves (Vaswani et al., 2017, equation 1), written over their
 * rows of `attended`. Their keys, turned by their positions, and values are kept in `heads`. `queryKeyValue` is `[rows, 3 * width]`.
 */
export function attendToCache(
  queryKeyValue: Float32Array,
  attended: Float32Array,
  heads: readonly (readonly CacheBlock[])[],
  rows: SequenceRows,
  { space, width }: { readonly space: Workspace; readonly width: number },
): void {
  const size = width / heads.length;
  const { first, count, past } = rows;
  const blocks = Math.ceil((past + count) / BLOCK_POSITIONS);
  space.during(() => {
    const query = space.floats(count * size);
    const result = space.floats(count * size);
    const shares = Array.from({ length: blocks }, () => space.floats(count * BLOCK_POSITIONS));
    for (const [head, all] of heads.entries()) {
      const column = head * size;
      keep(queryKeyValue, all, rows, { width, column, size });
      for (let row = 0; row < count; row++) {
        const from = (first + row) * 3 * width + column;
        for (let at = 0; at < size; at++) query[row * size + at] = queryKeyValue[from + at]!;
      }
      for (const [block, own] of shares.entries()) {
        const sizes = { rows: count, inner: size, columns: BLOCK_POSITIONS };
        space.kernel.multiply(query, all[block]!.keys, own.fill(0), sizes);
      }
      for (let row = 0; row < count; row++) softmaxUpTo(shares, row, past + row, 1 / Math.sqrt(size));
      result.fill(0);
      for (const [block, own] of shares.entries()) {
        const sizes = { rows: count, inner: BLOCK_POSITIONS, columns: size };
        space.kernel.multiply(own, all[block]!.values, result, sizes);
      }
      for (let row = 0; row < count; row++) {
        const to = (first + row) * width + column;
        for (let at = 0; at < size; at++) attended[to + at] = result[row * size + at]!;
      }
    }
  });
}

function keep(
  queryKeyValue: Float32Array,
  blocks: readonly CacheBlock[],
  { first, count, past }: SequenceRows,
  { width, column, size }: { readonly width: number; readonly column: number; readonly size: number },
): void {
  for (let row = 0; row < count; row++) {
    const from = (first + row) * 3 * width + width + column;
    const { keys, values } = blocks[Math.floor((past + row) / BLOCK_POSITIONS)]!;
    const place = (past + row) % BLOCK_POSITIONS;
    for (let at = 0; at < size; at++) {
      keys[at * BLOCK_POSITIONS + place] = queryKeyValue[from + at]!;
      values[place * size + at] = queryKeyValue[from + width + at]!;
    }
  }
}

/** Turns a row's products into shares: of the positions up to its own, together 1; the rest are 0. */
function softmaxUpTo(blocks: readonly Float32Array[], row: number, position: number, scale: number): void {
  const from = row * BLOCK_POSITIONS;
  let most = Number.NEGATIVE_INFINITY;
  for (let block = 0; block < blocks.length; block++) {
    const own = blocks[block]!;
    const end = Math.min(BLOCK_POSITIONS, position + 1 - block * BLOCK_POSITIONS);
    for (let at = from; at < from + end; at++) if (own[at]! > most) most = own[at]!;
  }
  let total = 0;
  for (let block = 0; block < blocks.length; block++) {
    const own = blocks[block]!;
    const end = Math.min(BLOCK_POSITIONS, position + 1 - block * BLOCK_POSITIONS);
    for (let at = 0; at < end; at++) {
      const one = Math.exp((own[from + at]! - most) * scale);
      own[from + at] = one;
      total += one;
    }
    own.fill(0, from + Math.max(0, end), from + BLOCK_POSITIONS);
  }
  for (const own of blocks) {
    for (let at = from; at < from + BLOCK_POSITIONS; at++) own[at]! /= total;
  }
}
