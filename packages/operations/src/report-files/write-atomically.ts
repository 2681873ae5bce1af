import { randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';

/** A file that is written beside its target and not yet in its place. */
export interface StagedFile {
  commit(): Promise<void>;
  /** Deletes it, unless it was committed. Never throws. */
  discard(): Promise<void>;
}

/**
 * Writes a whole file or nothing: to a new file beside the target, flushed, then renamed over it. An interruption
 * leaves the former file as it was.
 */
export async function writeAtomically(path: string, text: string | Uint8Array | Iterable<Uint8Array>): Promise<void> {
  const staged = await stageFile(path, text);
  try {
    await staged.commit();
  } finally {
    await staged.discard();
  }
}

/** Writes and flushes the content, whole or in pieces, beside `path`. Throws `report/not-written`, which calls it `shown`, leaving nothing behind. */
export async function stageFile(
  path: string,
  text: string | Uint8Array | Iterable<Uint8Array>,
  shown: string = path,
): Promise<StagedFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const discard = (): Promise<void> => rm(temporary, { force: true }).catch(() => undefined);
  const orFail = async (step: () => Promise<void>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      await discard();
      throw new UsageError('report/not-written', `cannot write \`${shown}\`: ${describeError(error)}`, {
        cause: error,
      });
    }
  };
  await orFail(async () => {
    const file = await open(temporary, 'wx');
    try {
      await writeFile(file, text);
      await file.sync();
    } finally {
      await file.close();
    }
  });
  return { commit: () => orFail(() => rename(temporary, path)), discard };
}

/** Makes the names in a folder durable: a rename survives a power cut only after this (POSIX). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
