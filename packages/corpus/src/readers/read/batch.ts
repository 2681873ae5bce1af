import type { TrainingRecord } from '@bezoar/core';
import type { ParsedRecord } from '../parse-record.ts';
import type { Unreadable } from '../unreadable.ts';

/** Records of one batch: enough that handing a batch over costs nothing per record. */
export const BATCH_RECORDS = 512;
/** Text behind one batch, so that batches of large records stay small in memory (CWE-770). */
export const BATCH_BYTES: number = 4 * 1024 * 1024;

/** Some records of a shard, in order, and what could not be read between them. */
export interface ReadBatch {
  readonly records: readonly TrainingRecord[];
  readonly unreadable: readonly Unreadable[];
  /** Newlines passed in this batch. Summed over a shard: the lines by which the next shard of the file is shifted. */
  readonly linesSeen: number;
  /** Raw (compressed) bytes of the file consumed since the last batch. Summed over a fully read file: its size. */
  readonly bytesRead: number;
  /** The same, decompressed. */
  readonly textBytes: number;
}

/**
 * A batch with `by` added to every line number. A shard numbers lines from its own start, because it cannot know how many
 * came before: add the sum of `linesSeen` over all earlier shards of the same file.
 */
export function shiftLines(batch: ReadBatch, by: number): ReadBatch {
  if (by === 0) return batch;
  return {
    ...batch,
    records: batch.records.map((record) => ({
      ...record,
      place: { ...record.place, line: record.place.line + by },
    })),
    unreadable: batch.unreadable.map((item) => (item.line === undefined ? item : { ...item, line: item.line + by })),
  };
}

/** Gathers a batch. */
export interface BatchBuilder {
  /** `undefined` (a blank line) adds nothing. */
  add(read: ParsedRecord | Unreadable | undefined): void;
  /** Counts what was passed over or consumed. */
  count(linesSeen: number, bytesRead: number, textBytes: number): void;
  readonly isFull: boolean;
  readonly isEmpty: boolean;
  /** What was gathered; starts afresh. */
  take(): ReadBatch;
}

/** Starts an empty batch. */
export function startBatch(): BatchBuilder {
  let records: TrainingRecord[] = [];
  let unreadable: Unreadable[] = [];
  let linesSeen = 0;
  let bytesRead = 0;
  let textBytes = 0;
  return {
    add: (read) => {
      if (read === undefined) return;
      if ('code' in read) unreadable.push(read);
      else {
        records.push(read.record);
        for (const part of read.unread) unreadable.push(part);
      }
    },
    count: (lines, bytes, text) => {
      linesSeen += lines;
      bytesRead += bytes;
      textBytes += text;
    },
    get isFull() {
      return records.length >= BATCH_RECORDS || unreadable.length >= BATCH_RECORDS || textBytes >= BATCH_BYTES;
    },
    get isEmpty() {
      return records.length === 0 && unreadable.length === 0 && linesSeen === 0 && bytesRead === 0 && textBytes === 0;
    },
    take: () => {
      const batch = { records, unreadable, linesSeen, bytesRead, textBytes };
      records = [];
      unreadable = [];
      linesSeen = 0;
      bytesRead = 0;
      textBytes = 0;
      return batch;
    },
  };
}
