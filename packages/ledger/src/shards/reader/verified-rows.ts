import { isSameHash, leafHash } from '../../merkle/hash.ts';
import type { Storage } from '../../storage/storage.ts';
import { hashAt } from '../../tiles/tile-hash.ts';
import { readPiece } from '../files/rows-file.ts';
import { damaged } from '../files/shard-error.ts';
import { shardFile } from '../files/shard-layout.ts';
import type { ShardTree } from '../tree/shard-tree.ts';

/** Where a row is. */
export interface PieceOfRows {
  readonly shard: number;
  readonly piece: number;
  /** Records of the shard. */
  readonly records: number;
}

/**
 * The bytes of the rows of a piece, empty where erased, each checked against its leaf hash, which is checked up to the root.
 * Throws `shards/altered-row`, `shards/altered-tile` and `shards/missing`.
 */
export async function readVerifiedRows(storage: Storage, tree: ShardTree, at: PieceOfRows): Promise<Uint8Array[]> {
  const leaves = await tree.leaves(at.shard, at.piece);
  const read = async (): Promise<Uint8Array[]> => {
    const rows = await readPiece(storage, at.shard, at.records, at.piece);
    const wrong = wrongRows(rows, leaves)[0];
    if (wrong === undefined) return rows;
    const path = shardFile(at.shard, 'rows.gz');
    throw damaged(
      'shards/altered-row',
      `row ${wrong} of part ${at.piece} in \`${path}\` is not the one below the root`,
    );
  };
  try {
    return await read();
  } catch {
    // An erasure may have replaced the file between two reads. If it is damaged, it still is.
    return read();
  }
}

/** Places of the rows that do not have their leaf hash. An erased row has none to compare. */
export function wrongRows(rows: readonly Uint8Array[], leaves: Uint8Array): number[] {
  return rows.flatMap((row, at) => {
    const isTrue = row.length === 0 || isSameHash(leafHash(row), hashAt(leaves, at));
    return isTrue ? [] : [at];
  });
}
