import { type Sha256, UsageError } from '@bezoar/core';
import type { Storage } from '../../storage/storage.ts';
import { UNFINISHED_FOLDER, writeAtomically } from '../../storage/write-atomically.ts';
import { encodeIndex } from '../files/index-file.ts';
import {
  checkRecordsPerShard,
  PIECE_RECORDS,
  RECORDS_PER_SHARD,
  SUMMARY_FILE,
  shardFile,
  storageAt,
} from '../files/shard-layout.ts';
import { type CorpusSummary, encodeCorpusSummary, encodeShardMark, type ShardSummary } from '../files/shard-summary.ts';
import type { ProvenanceRow } from '../row/provenance-row.ts';
import { type ShardNodes, shardNodes, shardRoot } from '../tree/shard-nodes.ts';
import { corpusRoot } from '../tree/shard-tree.ts';
import { resumeShards } from './resume-shards.ts';
import { createRowsWriter, type RowsWriter } from './rows-writer.ts';
import { createShardBuilder } from './shard-builder.ts';

/** How shards are written. */
export interface ShardWriterOptions {
  /** A power of two up to `RECORDS_PER_SHARD`, which it is if absent; smaller ones are for tests. */
  readonly maxRecordsPerShard?: number;
}

/** What a finished writer wrote. */
export interface FinishedShards {
  /** Records. */
  readonly size: number;
  /** Root of the corpus tree, for a checkpoint; `rootHex` is the same. */
  readonly root: Uint8Array;
  readonly rootHex: Sha256;
  readonly shards: readonly ShardSummary[];
}

/** Writes the provenance of a corpus, record by record. One at a time for a folder; whoever opens it sees to that. */
export interface ShardWriter {
  /** Records that are durable: complete shards. The next record to append is this one, counted from 0, after opening. */
  readonly size: number;
  /**
   * Appends the row of the next record, and the texts that it can be looked up by beside its digest, id and account. Where a
   * promise is returned, it must be awaited before the next call: memory stays flat because of it.
   * Throws a `UsageError` `shards/bad-row` or `shards/too-many-texts`, after which the writer goes on, and `shards/not-awaited`.
   * After a failure of the disk every call fails.
   */
  append(row: ProvenanceRow, texts?: readonly string[]): Promise<void> | undefined;
  /** Completes the last shard and writes `shards.json`; everything is durable when this returns. Call once, then `close`. */
  finish(): Promise<FinishedShards>;
  /** Gives up what is not durable. Without effect after `finish`. */
  close(): Promise<void>;
}

/**
 * Opens a folder for writing, new or interrupted: complete shards stay, a partial one is discarded. Throws what `resumeShards`
 * throws: a damaged shard, or a folder that is finished.
 */
export async function openShardWriter(
  folder: string | Storage,
  options: ShardWriterOptions = {},
): Promise<ShardWriter> {
  const storage = storageAt(folder);
  const recordsPerShard = checkRecordsPerShard(options.maxRecordsPerShard ?? RECORDS_PER_SHARD);
  await storage.makeFolder('');
  const shards = await resumeShards(storage, recordsPerShard);
  const builder = createShardBuilder(recordsPerShard);
  let size = shards.reduce((sum, { records }) => sum + records, 0);
  let rows: RowsWriter = await createRowsWriter(storage, shards.length);
  let partial: ShardNodes | undefined;
  let pending = false;
  let state: 'open' | 'closed' = 'open';
  let failure: { readonly reason: unknown } | undefined;

  /** The caller waits for `work`; what it throws is thrown by every later call. */
  const waiting = async (work: Promise<void>): Promise<void> => {
    pending = true;
    try {
      await work;
    } catch (reason) {
      failure ??= { reason };
      throw reason;
    } finally {
      pending = false;
    }
  };
  const checkOpen = (): void => {
    if (failure !== undefined) throw failure.reason;
    if (state === 'closed') throw new UsageError('shards/closed', 'the writer is closed');
    if (pending) throw new UsageError('shards/not-awaited', 'the promise of the call before was not awaited');
  };
  const completeShard = async (): Promise<void> => {
    const shard = shards.length;
    const leaves = builder.leaves();
    const nodes = shardNodes(leaves);
    const summary = builder.summary(Buffer.from(shardRoot(nodes)).toString('hex'));
    const index = encodeIndex(builder.sortedKeys());
    await rows.finish();
    await writeAtomically(storage, [
      { path: shardFile(shard, 'tile0'), bytes: leaves },
      { path: shardFile(shard, 'tile1'), bytes: nodes.tile1 },
      { path: shardFile(shard, 'index'), bytes: index },
    ]);
    const mark = encodeShardMark({ recordsPerShard, shard: summary });
    await writeAtomically(storage, [{ path: shardFile(shard, 'json'), bytes: mark }]);
    if (builder.records < recordsPerShard) partial = { ...nodes, rest: Uint8Array.from(nodes.rest) };
    shards.push(summary);
    size += builder.records;
    builder.clear();
  };

  return {
    get size() {
      return size;
    },
    append: (row, texts = []) => {
      checkOpen();
      builder.add(row, texts);
      const isFull = builder.records === recordsPerShard;
      if (!isFull && builder.records % PIECE_RECORDS !== 0) return undefined;
      const wait = rows.add(builder.takePiece());
      if (!isFull) return wait === undefined ? undefined : waiting(wait);
      return waiting(
        completeShard().then(async () => {
          rows = await createRowsWriter(storage, shards.length);
        }),
      );
    },
    finish: async () => {
      checkOpen();
      await waiting(
        (async () => {
          if (builder.records === 0) await rows.discard();
          else {
            if (builder.records % PIECE_RECORDS !== 0) await rows.add(builder.takePiece());
            await completeShard();
          }
        })(),
      );
      const full = partial === undefined ? shards : shards.slice(0, -1);
      const root = corpusRoot(
        full.map((shard) => Buffer.from(shard.root, 'hex')),
        partial,
      );
      const rootHex = Buffer.from(root).toString('hex');
      const summary: CorpusSummary = { recordsPerShard, size, root: rootHex, shards };
      await waiting(writeAtomically(storage, [{ path: SUMMARY_FILE, bytes: encodeCorpusSummary(summary) }]));
      await storage.removeFolder(UNFINISHED_FOLDER);
      state = 'closed';
      return { size, root, rootHex, shards };
    },
    close: async () => {
      if (state === 'closed') return;
      state = 'closed';
      await rows.discard();
    },
  };
}
