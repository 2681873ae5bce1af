import type { ByteSource } from '../bytes/byte-source.ts';
import { readRange } from '../bytes/file-range.ts';
import { gunzipRange } from '../bytes/gunzip.ts';
import type { Shard } from '../shards.ts';
import type { ResolvedReadOptions } from './read-options.ts';

/**
 * The decoded bytes that reading a shard needs: from one byte before it, which tells whether a line starts at its first
 * byte, to the end of the file, because the last line may reach beyond it.
 */
export function openShard(shard: Shard, options: ResolvedReadOptions): ByteSource {
  const { input } = shard;
  const { chunkBytes, signal, limits } = options;
  const start = Math.max(0, shard.start - 1);
  const range = { file: input.file, start, end: input.bytes, chunkBytes, signal };
  return input.encoding === 'gzip' ? gunzipRange(range, limits) : readRange(range);
}
