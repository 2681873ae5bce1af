import { BezoarError } from '@bezoar/core';
import { isSameHash, leafHash } from '../merkle/hash.ts';
import type { Storage } from '../storage/storage.ts';
import { edgeFrontier, type RightEdge } from './right-edge.ts';
import { readBundle, readEdge, readTile } from './tile-files.ts';
import { hashAt, subtreeRoot, TILE_HEIGHT } from './tile-hash.ts';
import { TILE_WIDTH, tilePath, tileWidth } from './tile-path.ts';

/** Tiles kept in memory, 8 KiB each: 2 MiB serve a walk along the log, and proofs near one another. */
const CACHED_TILES = 256;

/** Reads from a published tree, each tile and entry checked up to the signed root before it is believed. */
export interface VerifiedTiles {
  /** Leaves in the published tree. */
  readonly size: number;
  readonly edge: RightEdge;
  /** Root of the `2^level` leaves from leaf `index * 2^level` on; they must be within `size`. A `HashReader`. */
  hash(level: number, index: number): Promise<Uint8Array>;
  /** The entries of a bundle: 256, or fewer at the right edge. */
  bundle(index: number): Promise<readonly Uint8Array[]>;
}

/**
 * Opens the tiles of a published tree. Throws `ledger/altered-tile` if the right edge does not give `root`. Afterwards, every
 * read throws `ledger/missing`, `ledger/altered-tile` or `ledger/altered-entry` rather than return anything that is not below it.
 */
// Attacker controls: all tiles and bundles. `size` and `root` come from a signed checkpoint.
export async function openVerifiedTiles(storage: Storage, size: number, root: Uint8Array): Promise<VerifiedTiles> {
  const edge = await readEdge(storage, size);
  if (!isSameHash(edgeFrontier(edge).root(), root)) {
    throw new BezoarError('ledger/altered-tile', `the tiles at the right edge of ${size} entries do not give the root`);
  }
  checkEntries(edge.bundle, edge.tiles[0] ?? new Uint8Array(0), size - edge.bundle.length);
  const cache = new Map<string, Uint8Array>();

  const tile = async (level: number, index: number): Promise<Uint8Array> => {
    if (tileWidth(size, level, index) < TILE_WIDTH) return edge.tiles[level]!;
    const key = `${level}/${index}`;
    const cached = cache.get(key);
    if (cached !== undefined) {
      cache.delete(key);
      cache.set(key, cached);
      return cached;
    }
    const bytes = await readTile(storage, size, level, index);
    const above = await tile(level + 1, Math.floor(index / TILE_WIDTH));
    if (!isSameHash(subtreeRoot(bytes, 0, TILE_HEIGHT), hashAt(above, index % TILE_WIDTH))) {
      const path = tilePath({ level, index, width: TILE_WIDTH });
      throw new BezoarError('ledger/altered-tile', `\`${path}\` is not below the signed root`);
    }
    cache.set(key, bytes);
    if (cache.size > CACHED_TILES) cache.delete(cache.keys().next().value!);
    return bytes;
  };

  return {
    size,
    edge,
    hash: async (level, index) => {
      const height = level % TILE_HEIGHT;
      const from = index * 2 ** height;
      const bytes = await tile((level - height) / TILE_HEIGHT, Math.floor(from / TILE_WIDTH));
      return subtreeRoot(bytes, from % TILE_WIDTH, height);
    },
    bundle: async (index) => {
      const entries = await readBundle(storage, size, index);
      checkEntries(entries, await tile(0, index), index * TILE_WIDTH);
      return entries;
    },
  };
}

function checkEntries(entries: readonly Uint8Array[], hashes: Uint8Array, firstIndex: number): void {
  const wrong = entries.findIndex((entry, at) => !isSameHash(leafHash(entry), hashAt(hashes, at)));
  if (wrong < 0) return;
  throw new BezoarError('ledger/altered-entry', `entry ${firstIndex + wrong} is not the one below the signed root`);
}
