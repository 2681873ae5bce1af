import { UsageError } from '@bezoar/core';
import { HASH_BYTES } from '../../merkle/hash.ts';
import type { Storage } from '../../storage/storage.ts';
import { removeUnfinished } from '../../storage/write-atomically.ts';
import { countEntries } from '../files/index-file.ts';
import { readDirectory } from '../files/rows-file.ts';
import { damaged } from '../files/shard-error.ts';
import { parseShardFile, SUMMARY_FILE, shardFile } from '../files/shard-layout.ts';
import { readShardMark, type ShardSummary } from '../files/shard-summary.ts';
import { readShardNodes } from '../tree/shard-tree.ts';

/**
 * The complete full shards of a folder, each checked as far as that is cheap: its root against its upper tile, the length of
 * every other file. Whatever comes after them is removed: no one was told that it is durable. Throws what is wrong with a complete
 * shard rather than go on after it, and a `UsageError` `shards/finished` or `shards/records-per-shard`.
 */
export async function resumeShards(storage: Storage, recordsPerShard: number): Promise<ShardSummary[]> {
  if ((await storage.size(SUMMARY_FILE)) !== undefined) {
    throw new UsageError('shards/finished', `the shards in \`${storage.place}\` are finished`);
  }
  const full: ShardSummary[] = [];
  for (;;) {
    const mark = await readShardMark(storage, full.length);
    if (mark === undefined) break;
    if (mark.recordsPerShard !== recordsPerShard) {
      throw new UsageError(
        'shards/records-per-shard',
        `expected ${mark.recordsPerShard} records a shard as before, got ${recordsPerShard}`,
      );
    }
    await checkParts(storage, full.length, mark.shard);
    if (mark.shard.records < recordsPerShard) break;
    full.push(mark.shard);
  }
  await removeAfter(storage, full.length);
  return full;
}

async function checkParts(storage: Storage, shard: number, summary: ShardSummary): Promise<void> {
  await readShardNodes(storage, shard, summary);
  await readDirectory(storage, shard, summary.records);
  await countEntries(storage, shard, summary.records);
  const path = shardFile(shard, 'tile0');
  const size = await storage.size(path);
  if (size === undefined) throw damaged('shards/missing', `\`${path}\` is missing`);
  if (size !== summary.records * HASH_BYTES) {
    throw damaged('shards/altered-tile', `expected ${summary.records * HASH_BYTES} bytes in \`${path}\`, got ${size}`);
  }
}

async function removeAfter(storage: Storage, shards: number): Promise<void> {
  const rest = (await storage.list('')).flatMap(({ name }) => {
    const file = parseShardFile(name);
    return file === undefined || file.shard < shards ? [] : [{ ...file, name }];
  });
  const marks = rest.filter(({ part }) => part === 'json');
  // A partial shard is the last that a writer marks: a mark beyond it, or after a gap, means that files were taken away.
  const beyond = marks.find(({ shard }) => shard > shards);
  if (beyond !== undefined) {
    throw damaged(
      'shards/missing',
      `\`${shardFile(shards, 'json')}\` is missing or partial, but \`${beyond.name}\` is not`,
    );
  }
  for (const { name } of marks) await storage.remove(name);
  // The mark goes first, so that a crash in between does not leave a complete shard without its files.
  if (marks.length > 0) await storage.syncFolder('');
  for (const { name, part } of rest) if (part !== 'json') await storage.remove(name);
  await removeUnfinished(storage);
}
