import { type FieldMapping, type TrainingRecord, UsageError } from '@bezoar/core';
import { type InputFile, resolveInputs } from './inputs.ts';
import { readShard } from './read-shard.ts';
import { planShards } from './shards.ts';

/**
 * Every record of files, in their order. Throws `corpus/no-input`, and `corpus/unreadable` where anything could not be
 * read: for whoever must not go on with a part.
 */
export async function* everyRecord(
  patterns: readonly string[],
  fields: FieldMapping = {},
  workingDirectory = '.',
): AsyncGenerator<TrainingRecord> {
  const { files, release } = await resolveInputs(patterns, { workingDirectory });
  try {
    yield* recordsOf(files, fields);
  } finally {
    await release();
  }
}

/** Every record of files that were found before. Throws `corpus/unreadable` as `everyRecord` does. */
export async function* recordsOf(
  files: readonly InputFile[],
  fields: FieldMapping = {},
): AsyncGenerator<TrainingRecord> {
  for (const shard of planShards(files, 1)) {
    for await (const { records, unreadable } of readShard(shard, { fields })) {
      const [first] = unreadable;
      if (first !== undefined) {
        const where = first.line === undefined ? first.file : `${first.file}:${first.line}`;
        throw new UsageError('corpus/unreadable', `cannot read \`${where}\`: ${first.reason}`);
      }
      yield* records;
    }
  }
}
