import type { GrowingFile, Storage } from '../../storage/storage.ts';
import { UNFINISHED_FOLDER } from '../../storage/write-atomically.ts';
import { deflatePiece } from '../files/row-piece.ts';
import { encodeDirectory } from '../files/rows-file.ts';
import { shardFile } from '../files/shard-layout.ts';

/** Pieces that are being compressed at a time: Node has four threads for it. Bounds memory by 4 x 4 MiB. */
const PARALLEL_PIECES = 4;
/** Compressed bytes that are written at once. */
const CHUNK_BYTES = 524_288;

/** The file of rows of one shard while it grows, under a name that nobody takes for finished. */
export interface RowsWriter {
  /** Adds a piece. A promise where the caller must wait before it adds the next; it rejects with what failed before. */
  add(lines: Uint8Array): Promise<void> | undefined;
  /** Adds a piece as it stands in another file: an erasure leaves most of them alone. */
  addMember(member: Uint8Array): Promise<void>;
  /** Returns once everything is on disk under the final name; that name is on disk after the next flush of the folder. */
  finish(): Promise<void>;
  /** Gives up: closes and removes the file. */
  discard(): Promise<void>;
}

/** Starts the file of rows of a shard. What was left of an earlier attempt is removed. */
export async function createRowsWriter(storage: Storage, shard: number): Promise<RowsWriter> {
  const path = `${UNFINISHED_FOLDER}/${shardFile(shard, 'rows.gz')}`;
  await storage.makeFolder(UNFINISHED_FOLDER);
  await storage.remove(path);
  const file: GrowingFile = await storage.openGrowing(path);
  const lengths: number[] = [];
  let length = 0;
  let chunk: Uint8Array[] = [];
  let chunkBytes = 0;
  let inFlight = 0;
  let written: Promise<void> = Promise.resolve();
  let isClosed = false;

  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(chunk);
    chunk = [];
    chunkBytes = 0;
    await file.append(bytes, length);
    length += bytes.length;
  };
  const write = async (member: Uint8Array): Promise<void> => {
    lengths.push(member.length);
    chunk.push(member);
    chunkBytes += member.length;
    if (chunkBytes >= CHUNK_BYTES) await flush();
  };
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await file.close();
  };

  return {
    add: (lines) => {
      inFlight += 1;
      const deflated = deflatePiece(lines);
      const before = written;
      written = (async () => {
        // Both are waited for, so that nothing of this call is under way when a failure is reported.
        const [member, earlier] = await Promise.allSettled([deflated, before]);
        inFlight -= 1;
        if (earlier.status === 'rejected') throw earlier.reason;
        if (member.status === 'rejected') throw member.reason;
        await write(member.value);
      })();
      // It is seen by whoever waits next, if only at the end.
      written.catch(() => undefined);
      return inFlight < PARALLEL_PIECES ? undefined : written;
    },
    addMember: async (member) => {
      await written;
      await write(member);
    },
    finish: async () => {
      await written;
      chunk.push(encodeDirectory(lengths));
      await flush();
      await file.sync();
      await close();
      await storage.rename(path, shardFile(shard, 'rows.gz'));
    },
    discard: async () => {
      await Promise.allSettled([written]);
      await close();
      await storage.remove(path);
    },
  };
}
