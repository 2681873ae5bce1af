import { HASH_BYTES, nodeHash } from '../merkle/hash.ts';

/** Hash number `index` of a tile's bytes, as a view. */
export function hashAt(tile: Uint8Array, index: number): Uint8Array {
  return tile.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/**
 * Root of the perfect subtree over `2^height` consecutive hashes of a tile, from hash `from` on (RFC 6962 section 2.1).
 * Over a full tile (height 8) this is the tile's hash on the level above.
 */
export function subtreeRoot(tile: Uint8Array, from: number, height: number): Uint8Array {
  let hashes: Uint8Array[] = [];
  for (let index = from; index < from + 2 ** height; index++) hashes.push(hashAt(tile, index));
  while (hashes.length > 1) {
    const above: Uint8Array[] = [];
    for (let index = 0; index < hashes.length; index += 2) above.push(nodeHash(hashes[index]!, hashes[index + 1]!));
    hashes = above;
  }
  return Uint8Array.from(hashes[0]!);
}

/** Height of the perfect tree over a full tile: 2^8 = 256. */
export const TILE_HEIGHT = 8;
