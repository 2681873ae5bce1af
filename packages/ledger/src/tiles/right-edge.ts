import { createFrontier, type Frontier } from '../merkle/frontier.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import type { NewFile } from '../storage/write-atomically.ts';
import { encodeBundle } from './entry-bundle.ts';
import { hashAt, subtreeRoot, TILE_HEIGHT } from './tile-hash.ts';
import { partialFolder, TILE_WIDTH, tilePath } from './tile-path.ts';

/** The partial tiles at the right edge of a published tree: all that a writer must hold to extend it. */
export interface RightEdge {
  /** Leaves in the tree. */
  readonly size: number;
  /** Bytes of the partial tile of each level, level 0 first; empty where the level has full tiles only. */
  readonly tiles: readonly Uint8Array[];
  /** The entries of the partial bundle. */
  readonly bundle: readonly Uint8Array[];
}

/** The edge of the tree without leaves. */
export const EMPTY_EDGE: RightEdge = { size: 0, tiles: [], bundle: [] };

/** The files that take a published tree to a larger size. */
export interface Extension {
  readonly edge: RightEdge;
  /** New tiles and bundles, full and partial, for exactly the new size. */
  readonly files: readonly NewFile[];
  /** Folders of partial tiles that a full tile now replaces. */
  readonly superseded: readonly string[];
}

/** Extends a tree by entries and their leaf hashes. Pure: nothing is written. */
export function extendEdge(
  edge: RightEdge,
  entries: readonly Uint8Array[],
  leafHashes: readonly Uint8Array[],
): Extension {
  const files: NewFile[] = [];
  const superseded: string[] = [];
  let bundle = [...edge.bundle];
  const first = Math.floor(edge.size / TILE_WIDTH);
  let index = first;
  for (const entry of entries) {
    bundle.push(entry);
    if (bundle.length < TILE_WIDTH) continue;
    files.push({ path: tilePath({ level: 'entries', index, width: TILE_WIDTH }), bytes: encodeBundle(bundle) });
    bundle = [];
    index++;
  }
  if (index > first && edge.bundle.length > 0) superseded.push(partialFolder('entries', first));
  if (bundle.length > 0 && entries.length > 0) {
    files.push({ path: tilePath({ level: 'entries', index, width: bundle.length }), bytes: encodeBundle(bundle) });
  }
  const tiles = extendLevels(edge, leafHashes, files, superseded);
  return { edge: { size: edge.size + entries.length, tiles, bundle }, files, superseded };
}

function extendLevels(
  edge: RightEdge,
  leafHashes: readonly Uint8Array[],
  files: NewFile[],
  superseded: string[],
): Uint8Array[] {
  const tiles: Uint8Array[] = [];
  let added: readonly Uint8Array[] = leafHashes;
  for (let level = 0; level < edge.tiles.length || added.length > 0; level++) {
    const before = edge.tiles[level] ?? new Uint8Array(0);
    const onLevel = Math.floor(edge.size / TILE_WIDTH ** level);
    const first = Math.floor(onLevel / TILE_WIDTH);
    const hashes = Buffer.concat([before, ...added]);
    const above: Uint8Array[] = [];
    const full = Math.floor(hashes.length / (TILE_WIDTH * HASH_BYTES));
    for (let tile = 0; tile < full; tile++) {
      const bytes = hashes.subarray(tile * TILE_WIDTH * HASH_BYTES, (tile + 1) * TILE_WIDTH * HASH_BYTES);
      files.push({ path: tilePath({ level, index: first + tile, width: TILE_WIDTH }), bytes });
      above.push(subtreeRoot(bytes, 0, TILE_HEIGHT));
    }
    const rest = Uint8Array.from(hashes.subarray(full * TILE_WIDTH * HASH_BYTES));
    if (rest.length > 0 && added.length > 0) {
      files.push({ path: tilePath({ level, index: first + full, width: rest.length / HASH_BYTES }), bytes: rest });
    }
    if (full > 0 && before.length > 0) superseded.push(partialFolder(level, first));
    tiles.push(rest);
    added = above;
  }
  return tiles;
}

/** The frontier of the tree with this edge: each tile is a run of perfect subtrees, one for each bit of its width. */
export function edgeFrontier({ size, tiles }: RightEdge): Frontier {
  const hashes: Uint8Array[] = [];
  for (const tile of tiles.toReversed()) {
    const width = tile.length / HASH_BYTES;
    let from = 0;
    for (let height = TILE_HEIGHT - 1; height >= 0; height--) {
      if (Math.floor(width / 2 ** height) % 2 === 0) continue;
      hashes.push(height === 0 ? hashAt(tile, from) : subtreeRoot(tile, from, height));
      from += 2 ** height;
    }
  }
  return createFrontier({ size, hashes });
}
