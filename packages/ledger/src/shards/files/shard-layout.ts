import { UsageError } from '@bezoar/core';
import { nodeStorage } from '../../storage/node-storage.ts';
import type { Storage } from '../../storage/storage.ts';

/**
 * Records in a full shard: 2^16 = 256 x 256, so that its root is the node on level 16 of the corpus tree, and it fills 256 tiles
 * of level 0 and one of level 1 (C2SP tlog-tiles).
 */
export const RECORDS_PER_SHARD = 65_536;

/** Rows that are compressed together, and hashes in a tile: what is read to see one row is at most that much. */
export const PIECE_RECORDS = 256;

/** Names the format of the folder. */
export const SHARDS_FORMAT = 'bezoar.shards/v1';

/** Written last: the folder is finished exactly if it is there. */
export const SUMMARY_FILE = 'shards.json';

/** What a shard consists of. `json` is written last: the shard is complete exactly if it is there. */
export type ShardPart = 'rows.gz' | 'tile0' | 'tile1' | 'index' | 'json';

/** Name of a shard's file: `000012.rows.gz`. */
export function shardFile(shard: number, part: ShardPart): string {
  return `${String(shard).padStart(6, '0')}.${part}`;
}

const SHARD_FILE = /^(\d{6,10})\.(rows\.gz|tile0|tile1|index|json)$/;

/** The inverse of `shardFile`; `undefined` for another name. */
export function parseShardFile(name: string): { readonly shard: number; readonly part: ShardPart } | undefined {
  const [, digits = '', part = ''] = SHARD_FILE.exec(name) ?? [];
  const shard = Number(digits);
  if (digits === '' || shardFile(shard, part as ShardPart) !== name) return undefined;
  return { shard, part: part as ShardPart };
}

/** A folder by its path, or as it is. */
export function storageAt(folder: string | Storage): Storage {
  return typeof folder === 'string' ? nodeStorage(folder) : folder;
}

/** Throws a `UsageError` `shards/records-per-shard` unless a shard can have so many records: a power of two up to 2^16. */
export function checkRecordsPerShard(records: number): number {
  if (!isRecordsPerShard(records)) {
    throw new UsageError(
      'shards/records-per-shard',
      `expected a power of two from 1 to ${RECORDS_PER_SHARD} records a shard, got \`${records}\``,
    );
  }
  return records;
}

/** Whether a number is a power of two from 1 to 2^16. */
export function isRecordsPerShard(records: unknown): records is number {
  return (
    Number.isInteger(records) &&
    (records as number) >= 1 &&
    (records as number) <= RECORDS_PER_SHARD &&
    ((records as number) & ((records as number) - 1)) === 0
  );
}
