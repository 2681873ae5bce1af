import type { TrainingRecord } from '@bezoar/core';
import { type InputFile, resolveInputs } from '../inputs.ts';
import { type ReadOptions, readShard, shiftLines } from '../read-shard.ts';
import type { Shard } from '../shards.ts';
import type { Unreadable } from '../unreadable.ts';

/** Everything that a read gave, with absolute lines. */
export interface ReadResult {
  readonly records: readonly TrainingRecord[];
  readonly unreadable: readonly Unreadable[];
  readonly linesSeen: number;
  readonly bytesRead: number;
  readonly textBytes: number;
}

/** Reads consecutive shards of one file. */
export async function readShards(shards: readonly Shard[], options: ReadOptions = {}): Promise<ReadResult> {
  const records: TrainingRecord[] = [];
  const unreadable: Unreadable[] = [];
  let linesSeen = 0;
  let bytesRead = 0;
  let textBytes = 0;
  for (const shard of shards) {
    const shift = linesSeen;
    for await (const batch of readShard(shard, options)) {
      const absolute = shiftLines(batch, shift);
      records.push(...absolute.records);
      unreadable.push(...absolute.unreadable);
      linesSeen += batch.linesSeen;
      bytesRead += batch.bytesRead;
      textBytes += batch.textBytes;
    }
  }
  return { records, unreadable, linesSeen, bytesRead, textBytes };
}

/** The whole of an input as one shard. */
export function wholeShard(input: InputFile): Shard {
  return { input, fileIndex: 0, start: 0, end: input.bytes };
}

/** Detects and reads one file. */
export async function readFileWhole(file: string, options: ReadOptions = {}): Promise<ReadResult> {
  const { files, release } = await resolveInputs([file]);
  try {
    return await readShards(files.map(wholeShard), options);
  } finally {
    await release();
  }
}
