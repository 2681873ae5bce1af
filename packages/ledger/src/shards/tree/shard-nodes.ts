import { HASH_BYTES } from '../../merkle/hash.ts';
import { PIECE_RECORDS } from '../files/shard-layout.ts';
import { edgeOf, foldHashes, rootOfEdge } from './fold-hashes.ts';

/** What is above the leaves of one shard. */
export interface ShardNodes {
  /** Roots of its full pieces, one after the other: nodes of level 8, a tile of level 1. */
  readonly tile1: Uint8Array;
  /** Leaf hashes after the last full piece: none in a full shard of 256 records or more. */
  readonly rest: Uint8Array;
}

/** The nodes above the leaf hashes of a shard. The result shares the memory of `leaves` for `rest`. */
export function shardNodes(leaves: Uint8Array): ShardNodes {
  const pieceBytes = PIECE_RECORDS * HASH_BYTES;
  const pieces = Math.floor(leaves.length / pieceBytes);
  const tile1 = new Uint8Array(pieces * HASH_BYTES);
  const scratch = Buffer.allocUnsafeSlow(pieceBytes);
  for (let piece = 0; piece < pieces; piece += 1) {
    scratch.set(leaves.subarray(piece * pieceBytes, (piece + 1) * pieceBytes));
    tile1.set(foldHashes(scratch), piece * HASH_BYTES);
  }
  return { tile1, rest: leaves.subarray(pieces * pieceBytes) };
}

/** Perfect subtrees of a shard, largest first. */
export function shardEdge({ tile1, rest }: ShardNodes): readonly Uint8Array[] {
  return [...edgeOf(tile1), ...edgeOf(rest)];
}

/** Root of a shard. */
export function shardRoot(nodes: ShardNodes): Uint8Array {
  return rootOfEdge(shardEdge(nodes));
}
