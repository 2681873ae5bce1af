import type { TrainingRecord } from '@bezoar/core';
import type { Intake } from '../intake/intake.ts';
import { readShard } from '../readers/read-shard.ts';
import { planShards } from '../readers/shards.ts';

/**
 * Reads the given records of an intake once more, by line, for excerpts: texts are not kept while mining. A record whose
 * digest is no longer the same is left out, because the file changed after it was read.
 */
export async function fetchRecords(
  intake: Intake,
  wanted: ReadonlySet<number>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, TrainingRecord>> {
  const byFile = new Map<string, Map<string, number>>();
  for (const record of wanted) {
    const { file, line, column } = intake.place(record);
    const places = byFile.get(file) ?? new Map<string, number>();
    byFile.set(file, places.set(`${line}:${column ?? 0}`, record));
  }
  const found = new Map<number, TrainingRecord>();
  for (const shard of planShards(intake.files, 1)) {
    const places = byFile.get(shard.input.path);
    if (places === undefined) continue;
    const onlyLines = new Set(Array.from(places.keys(), (key) => Number.parseInt(key, 10)));
    const reading = { onlyLines, fields: intake.fields, ...(signal === undefined ? {} : { signal }) };
    for await (const batch of readShard(shard, reading)) {
      for (const record of batch.records) {
        const number = places.get(`${record.place.line}:${record.place.column ?? 0}`);
        if (number !== undefined && intake.digest(number) === record.digest) found.set(number, record);
      }
    }
  }
  return found;
}
