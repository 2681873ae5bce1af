import { open, stat } from 'node:fs/promises';
import { BezoarError } from '@bezoar/core';
import type { GrowingFile } from './storage.ts';
import { errnoOf, storageError } from './storage-error.ts';

/** Opens a file of the local file system for appending. `name` is for messages. Throws the system's own errors. */
export async function openGrowingFile(path: string, name: string): Promise<GrowingFile> {
  // Appends go to the end whoever else writes, so that a second writer cannot overwrite what the first acknowledged.
  const file = await open(path, 'a+', 0o644);
  const { size, ino, dev } = await file.stat();

  const guarded = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw storageError(`${what} ${name}`, error);
    }
  };
  const expectLength = async (length: number): Promise<void> => {
    const now = await statOrNothing(path);
    if (now?.ino !== ino || now.dev !== dev) {
      throw new BezoarError('ledger/lock-lost', `\`${name}\` was replaced by another writer`);
    }
    if (now.size !== length) {
      throw new BezoarError(
        'ledger/lock-lost',
        `expected \`${name}\` to have ${length} bytes, got ${now.size}: another writer is at work`,
      );
    }
  };

  return {
    openedLength: size,
    append: (bytes, at) =>
      guarded('append to', async () => {
        await expectLength(at);
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
          done += bytesWritten;
        }
        await expectLength(at + bytes.length);
      }),
    sync: () => guarded('flush', () => file.datasync()),
    truncate: (length) =>
      guarded('cut', async () => {
        await file.truncate(length);
        await file.sync();
      }),
    close: () => guarded('close', () => file.close()),
  };
}

async function statOrNothing(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
