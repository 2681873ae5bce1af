import { BezoarError } from '@bezoar/core';

/** How a folder of shards fails to be what it says. */
export type ShardDamageCode =
  /** A row is not the one below the root, or the file of rows is torn. */
  | 'shards/altered-row'
  /** A tile is not the one that the root was built over. */
  | 'shards/altered-tile'
  /** An index cannot be read, or does not lead to the rows that it should. */
  | 'shards/altered-index'
  /** `shards.json`, or what marks a shard as complete, is not what a writer writes. */
  | 'shards/altered-summary'
  /** A file is not there. */
  | 'shards/missing';

/** The error for a damaged file. */
export function damaged(code: ShardDamageCode, message: string, cause?: unknown): BezoarError<ShardDamageCode> {
  return new BezoarError(code, message, { cause });
}
