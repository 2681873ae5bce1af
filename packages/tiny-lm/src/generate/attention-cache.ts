import type { Workspace } from '../kernel/workspace.ts';
import type { TinyLmConfig } from '../model/tiny-lm-config.ts';

/** Positions of a block: what the kernel multiplies at once. A conversation of a small model is one or two of them. */
export const BLOCK_POSITIONS = 64;

/** Keys and values of the positions of one block, of one head of one sequence. */
export interface CacheBlock {
  /** `[head size, BLOCK_POSITIONS]`: turned over, so that queries are multiplied with them as they lie. */
  readonly keys: Float32Array;
  /** `[BLOCK_POSITIONS, head size]`. */
  readonly values: Float32Array;
}

/** Blocks of one layer: of a slot, of a head, in the order of positions. */
export type AttentionCache = readonly (readonly (readonly CacheBlock[])[])[];

/** Numbers that the caches of all layers take. */
export function cacheFloats({ layers, width, context }: TinyLmConfig, slots: number): number {
  return 2 * layers * slots * width * Math.ceil(context / BLOCK_POSITIONS) * BLOCK_POSITIONS;
}

/** Arrays that the caches of all layers are in. */
export function cacheArrays({ layers, heads, context }: TinyLmConfig, slots: number): number {
  return 2 * layers * slots * heads * Math.ceil(context / BLOCK_POSITIONS);
}

/** An empty cache of a layer. */
export function createAttentionCache(space: Workspace, config: TinyLmConfig, slots: number): AttentionCache {
  const numbers = (config.width / config.heads) * BLOCK_POSITIONS;
  const blocks = Math.ceil(config.context / BLOCK_POSITIONS);
  const block = (): CacheBlock => ({ keys: space.zeros(numbers), values: space.zeros(numbers) });
  const list = <T>(length: number, make: () => T): readonly T[] => Array.from({ length }, make);
  return list(slots, () => list(config.heads, () => list(blocks, block)));
}
