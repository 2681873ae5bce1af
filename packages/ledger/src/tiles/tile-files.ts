import { BezoarError } from '@bezoar/core';
import { HASH_BYTES } from '../merkle/hash.ts';
import type { Storage } from '../storage/storage.ts';
import { MAX_BUNDLE_BYTES, parseBundle } from './entry-bundle.ts';
import type { RightEdge } from './right-edge.ts';
import { TILE_WIDTH, tileLevels, tilePath, tileWidth } from './tile-path.ts';

/** How a tile or bundle fails to be what its name says. */
export type TileErrorCode = 'ledger/missing' | 'ledger/altered-tile' | 'ledger/altered-entry';

/**
 * The bytes of a tile in a tree of `size` leaves. Where a partial tile is gone because a full one replaced it, they are taken
 * from that. Throws `ledger/missing`, or `ledger/altered-tile` if the length is wrong; the hashes are not checked.
 */
export async function readTile(storage: Storage, size: number, level: number, index: number): Promise<Uint8Array> {
  const width = tileWidth(size, level, index);
  const wanted = width * HASH_BYTES;
  const full = tilePath({ level, index, width: TILE_WIDTH });
  for (const path of new Set([tilePath({ level, index, width }), full])) {
    const length = await storage.size(path);
    if (length === undefined) continue;
    const expected = path === full ? TILE_WIDTH * HASH_BYTES : wanted;
    if (length !== expected) {
      throw new BezoarError('ledger/altered-tile', `expected ${expected} bytes in \`${path}\`, got ${length}`);
    }
    return storage.readRange(path, 0, wanted);
  }
  throw missing(tilePath({ level, index, width }));
}

/**
 * The entries of a bundle in a tree of `size` leaves, from a full one where the partial is gone. Throws `ledger/missing`, or
 * `ledger/altered-entry` if the lengths do not add up; the entries are not checked.
 */
export async function readBundle(storage: Storage, size: number, index: number): Promise<Uint8Array[]> {
  const width = tileWidth(size, 'entries', index);
  const full = tilePath({ level: 'entries', index, width: TILE_WIDTH });
  for (const path of new Set([tilePath({ level: 'entries', index, width }), full])) {
    const bytes = await storage.read(path, MAX_BUNDLE_BYTES);
    if (bytes === undefined) continue;
    try {
      return parseBundle(bytes, path === full ? TILE_WIDTH : width).slice(0, width);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new BezoarError('ledger/altered-entry', `\`${path}\` is not an entry bundle: ${reason}`, { cause });
    }
  }
  throw missing(tilePath({ level: 'entries', index, width }));
}

/** The right edge of a tree of `size` leaves, from its files. Throws as `readTile` and `readBundle` do; no root is checked. */
export async function readEdge(storage: Storage, size: number): Promise<RightEdge> {
  const tiles: Uint8Array[] = [];
  for (let level = 0; level < tileLevels(size); level++) {
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    const isFull = hashes % TILE_WIDTH === 0;
    tiles.push(isFull ? new Uint8Array(0) : await readTile(storage, size, level, Math.floor(hashes / TILE_WIDTH)));
  }
  const isFull = size % TILE_WIDTH === 0;
  const bundle = isFull ? [] : await readBundle(storage, size, Math.floor(size / TILE_WIDTH));
  return { size, tiles, bundle: bundle.map((entry) => Uint8Array.from(entry)) };
}

function missing(path: string): BezoarError<TileErrorCode> {
  return new BezoarError('ledger/missing', `\`${path}\` is missing`);
}
