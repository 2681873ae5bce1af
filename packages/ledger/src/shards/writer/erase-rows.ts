import { UsageError } from '@bezoar/core';
import type { Storage } from '../../storage/storage.ts';
import { removeUnfinished, UNFINISHED_FOLDER, writeAtomically } from '../../storage/write-atomically.ts';
import { encodeIndex, readIndex } from '../files/index-file.ts';
import { INDEX_ENTRY_BYTES } from '../files/key-list.ts';
import { inflatePiece, joinRows } from '../files/row-piece.ts';
import { piecesOf, readDirectory, readMember, recordsInPiece } from '../files/rows-file.ts';
import { damaged } from '../files/shard-error.ts';
import { PIECE_RECORDS, SUMMARY_FILE, shardFile, storageAt } from '../files/shard-layout.ts';
import { readCorpusSummary } from '../files/shard-summary.ts';
import { createRowsWriter } from './rows-writer.ts';

/** What an erasure did. */
export interface ErasedRows {
  /** Rows that are gone now. */
  readonly erased: number;
  /** Rows that had been erased before. */
  readonly erasedBefore: number;
}

/**
 * Erases the rows of records, their nonces and their entries in the index; leaf hashes stay, and with them every proof. Durable
 * when this returns. In each shard the rows go in one step; after a crash or failure some shards may be done and others not, and
 * the same call again completes it. A row that is erased twice is no failure.
 *
 * The file that held a row is replaced, not overwritten: whether the blocks on the disk are is up to the file system, and copies
 * made elsewhere are not reached. Not while a writer or another erasure is at work on the folder.
 *
 * Throws a `UsageError` `shards/index` before anything is done, and `shards/missing`, `shards/altered-row` or
 * `shards/altered-index` where a file cannot be read.
 */
export async function eraseRows(folder: string | Storage, leafIndices: Iterable<number>): Promise<ErasedRows> {
  const storage = storageAt(folder);
  const summary = await readCorpusSummary(storage);
  if (summary === undefined) throw damaged('shards/missing', `\`${SUMMARY_FILE}\` is missing`);
  const byShard = new Map<number, Set<number>>();
  for (const leafIndex of leafIndices) {
    if (!Number.isSafeInteger(leafIndex) || leafIndex < 0 || leafIndex >= summary.size) {
      throw new UsageError(
        'shards/index',
        `expected the index of one of ${summary.size} records, got \`${leafIndex}\``,
      );
    }
    const shard = Math.floor(leafIndex / summary.recordsPerShard);
    const records = byShard.get(shard) ?? new Set();
    byShard.set(shard, records.add(leafIndex % summary.recordsPerShard));
  }
  // What an interrupted erasure left there may hold rows that were to be erased.
  await removeUnfinished(storage);
  let erased = 0;
  let erasedBefore = 0;
  for (const [shard, records] of byShard) {
    const gone = await eraseInShard(storage, shard, summary.shards[shard]!.records, records);
    erased += gone;
    erasedBefore += records.size - gone;
  }
  await storage.removeFolder(UNFINISHED_FOLDER);
  return { erased, erasedBefore };
}

async function eraseInShard(
  storage: Storage,
  shard: number,
  records: number,
  erase: ReadonlySet<number>,
): Promise<number> {
  const erased = await rewriteRows(storage, shard, records, erase);
  const entries = await readIndex(storage, shard, records);
  const kept = entriesWithout(entries, erase);
  if (kept.length < entries.length) {
    await writeAtomically(storage, [{ path: shardFile(shard, 'index'), bytes: encodeIndex(kept) }]);
  }
  // Also where nothing was left to do: an earlier call may have failed to flush the names.
  await storage.syncFolder('');
  return erased;
}

async function rewriteRows(
  storage: Storage,
  shard: number,
  records: number,
  erase: ReadonlySet<number>,
): Promise<number> {
  const lengths = await readDirectory(storage, shard, records);
  const touched = new Set([...erase].map((record) => Math.floor(record / PIECE_RECORDS)));
  const writer = await createRowsWriter(storage, shard);
  let erased = 0;
  try {
    for (let piece = 0; piece < piecesOf(records); piece += 1) {
      const member = await readMember(storage, shard, lengths, piece);
      if (!touched.has(piece)) {
        await writer.addMember(member);
        continue;
      }
      const rows = await inflatePiece(member, recordsInPiece(records, piece), shardFile(shard, 'rows.gz'));
      const kept = rows.map((row, at) => (erase.has(piece * PIECE_RECORDS + at) ? new Uint8Array(0) : row));
      erased += rows.filter((row, at) => row.length !== kept[at]!.length).length;
      await writer.add(joinRows(kept));
    }
    if (erased === 0) await writer.discard();
    else await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return erased;
}

function entriesWithout(entries: Uint8Array, erase: ReadonlySet<number>): Uint8Array {
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  const kept = Buffer.allocUnsafeSlow(entries.length);
  let length = 0;
  for (let at = 0; at < entries.length; at += INDEX_ENTRY_BYTES) {
    if (erase.has(view.getUint32(at + 8))) continue;
    kept.set(entries.subarray(at, at + INDEX_ENTRY_BYTES), length);
    length += INDEX_ENTRY_BYTES;
  }
  return kept.subarray(0, length);
}
