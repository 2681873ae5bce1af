import { HASH_BYTES, isSameHash, nodeHash } from '../../merkle/hash.ts';
import type { HashReader } from '../../merkle/tree.ts';
import type { Storage } from '../../storage/storage.ts';
import { hashAt, subtreeRoot, TILE_HEIGHT } from '../../tiles/tile-hash.ts';
import { damaged } from '../files/shard-error.ts';
import { PIECE_RECORDS, type ShardPart, shardFile } from '../files/shard-layout.ts';
import type { CorpusSummary, ShardSummary } from '../files/shard-summary.ts';
import { edgeOf, rootOfEdge } from './fold-hashes.ts';
import { type ShardNodes, shardEdge, shardRoot } from './shard-nodes.ts';

/** Upper tiles kept in memory, 8 KiB each. */
const CACHED_SHARDS = 64;
/** Pieces of leaf hashes kept in memory, 8 KiB each. */
const CACHED_PIECES = 64;

/** The tree of a corpus, read from its shards: nothing is returned that is not below the root. */
export interface ShardTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** Root of the `2^level` leaves from leaf `index * 2^level` on; they must be within `size`. */
  readonly hash: HashReader;
  /** Leaf hashes of a piece of a shard, one after the other; a view that is not to be written to. */
  leaves(shard: number, piece: number): Promise<Uint8Array>;
}

/**
 * Opens the tree. Memory: 64 bytes a shard and 1 MiB. Throws `shards/altered-summary` if the roots of the shards do not give the
 * root; afterwards reads throw `shards/altered-tile` or `shards/missing`.
 */
// Attacker controls: all files. That the root is true, only a signed checkpoint says.
export async function openShardTree(storage: Storage, summary: CorpusSummary): Promise<ShardTree> {
  const { recordsPerShard, size, shards } = summary;
  const piecesPerShard = recordsPerShard / PIECE_RECORDS;
  const shardHeight = Math.log2(recordsPerShard);
  const full = Math.floor(size / recordsPerShard);
  const above = levelsAbove(shards.slice(0, full).map(({ root }) => Buffer.from(root, 'hex')));

  const nodesOf = cached(CACHED_SHARDS, (shard) => readShardNodes(storage, shard, shards[shard]!));
  const pieceOf = cached(CACHED_PIECES, async (number): Promise<Uint8Array> => {
    // INVARIANT: only full pieces are asked for, so that a shard has at least one.
    const shard = Math.floor(number / piecesPerShard);
    const piece = number % piecesPerShard;
    const { tile1 } = await nodesOf(shard);
    const leaves = await readHashes(storage, shard, 'tile0', piece * PIECE_RECORDS, PIECE_RECORDS);
    if (!isSameHash(subtreeRoot(leaves, 0, TILE_HEIGHT), hashAt(tile1, piece))) {
      throw damaged('shards/altered-tile', `\`${shardFile(shard, 'tile0')}\` is not below the root of its shard`);
    }
    return leaves;
  });
  const leaves = async (shard: number, piece: number): Promise<Uint8Array> => {
    const isFull = (piece + 1) * PIECE_RECORDS <= shards[shard]!.records;
    if (!isFull) return (await nodesOf(shard)).rest;
    return pieceOf(shard * piecesPerShard + piece);
  };

  const root = await corpusRoot(above[0]!, full < shards.length ? await nodesOf(full) : undefined);
  if (!isSameHash(root, Buffer.from(summary.root, 'hex'))) {
    throw damaged('shards/altered-summary', 'the roots of the shards do not give the root of the corpus');
  }
  return {
    size,
    root,
    leaves,
    hash: async (level, index) => {
      if (level >= shardHeight) return above[level - shardHeight]![index]!;
      const start = index * 2 ** level;
      const shard = Math.floor(start / recordsPerShard);
      const at = start % recordsPerShard;
      if (level >= TILE_HEIGHT) {
        const { tile1 } = await nodesOf(shard);
        return subtreeRoot(tile1, at / PIECE_RECORDS, level - TILE_HEIGHT);
      }
      return subtreeRoot(await leaves(shard, Math.floor(at / PIECE_RECORDS)), at % PIECE_RECORDS, level);
    },
  };
}

/** The nodes above a shard's leaves, checked against its root. Throws `shards/altered-tile` and `shards/missing`. */
export async function readShardNodes(
  storage: Storage,
  shard: number,
  { records, root }: ShardSummary,
): Promise<ShardNodes> {
  const pieces = Math.floor(records / PIECE_RECORDS);
  const nodes = {
    tile1: await readHashes(storage, shard, 'tile1', 0, pieces),
    rest: await readHashes(storage, shard, 'tile0', pieces * PIECE_RECORDS, records % PIECE_RECORDS),
  };
  if (!isSameHash(shardRoot(nodes), Buffer.from(root, 'hex'))) {
    throw damaged('shards/altered-tile', `\`${shardFile(shard, 'tile1')}\` is not below the root of its shard`);
  }
  return nodes;
}

/** Root of a corpus: of its full shards, and of the partial one after them if there is one. */
export function corpusRoot(full: readonly Uint8Array[], partial: ShardNodes | undefined): Uint8Array {
  const edge = edgeOf(Buffer.concat(full));
  return rootOfEdge(partial === undefined ? edge : [...edge, ...shardEdge(partial)]);
}

function levelsAbove(roots: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const levels = [roots];
  for (let below = roots; below.length > 1; ) {
    const level: Uint8Array[] = [];
    for (let at = 0; at + 1 < below.length; at += 2) level.push(nodeHash(below[at]!, below[at + 1]!));
    levels.push(level);
    below = level;
  }
  return levels;
}

async function readHashes(
  storage: Storage,
  shard: number,
  part: ShardPart,
  from: number,
  count: number,
): Promise<Uint8Array> {
  if (count === 0) return new Uint8Array(0);
  const path = shardFile(shard, part);
  const bytes = await storage.readRange(path, from * HASH_BYTES, count * HASH_BYTES);
  if (bytes.length === count * HASH_BYTES) return bytes;
  if ((await storage.size(path)) === undefined) throw damaged('shards/missing', `\`${path}\` is missing`);
  throw damaged('shards/altered-tile', `expected ${count} hashes from ${from} on in \`${path}\`, got too few`);
}

/** Keeps the last `limit` results; those that failed are asked for again. */
function cached<T>(limit: number, make: (number: number) => Promise<T>): (number: number) => Promise<T> {
  const kept = new Map<number, T>();
  return async (number) => {
    const found = kept.get(number);
    if (found !== undefined) {
      kept.delete(number);
      kept.set(number, found);
      return found;
    }
    const made = await make(number);
    kept.set(number, made);
    if (kept.size > limit) kept.delete(kept.keys().next().value!);
    return made;
  };
}
