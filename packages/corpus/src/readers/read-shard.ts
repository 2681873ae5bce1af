import { DEFAULT_READER_LIMITS } from './limits.ts';
import type { ReadBatch } from './read/batch.ts';
import { readJsonDocument } from './read/json-document.ts';
import { readJsonLines } from './read/json-lines.ts';
import type { ReadOptions, ResolvedReadOptions } from './read/read-options.ts';
import type { Shard } from './shards.ts';
import type { Problem } from './unreadable.ts';

export { type ReadBatch, shiftLines } from './read/batch.ts';
export type { ReadOptions } from './read/read-options.ts';

/**
 * Reads the records of a shard, in order, in batches of up to `BATCH_RECORDS` and in constant memory.
 *
 * Nothing in the bytes makes it throw: whatever is not a record is an `Unreadable` with its place, and reading goes on after
 * it. Only an aborted `signal` throws, with its reason. `place.line` and `Unreadable.line` count from the shard's start
 * (absolute where `shard.start` is 0); `shiftLines` makes them absolute.
 *
 * Attacker controls: the bytes of the file.
 */
export async function* readShard(shard: Shard, options: ReadOptions = {}): AsyncGenerator<ReadBatch, void, void> {
  const { input } = shard;
  options.signal?.throwIfAborted();
  if (input.format === 'empty' || input.format === 'foreign') {
    const problem: Problem = input.format === 'empty' ? EMPTY : { code: 'foreign', reason: input.foreign ?? UNKNOWN };
    yield {
      records: [],
      unreadable: [{ file: input.path, ...problem }],
      linesSeen: 0,
      bytesRead: input.bytes,
      textBytes: 0,
    };
    return;
  }
  const limits = { ...DEFAULT_READER_LIMITS, ...options.limits };
  const resolved: ResolvedReadOptions = { ...options, limits };
  yield* input.format === 'json' ? readJsonDocument(shard, resolved) : readJsonLines(shard, resolved);
}

const EMPTY: Problem = { code: 'empty', reason: 'the file is empty' };
const UNKNOWN = 'the file is of an unknown format';
