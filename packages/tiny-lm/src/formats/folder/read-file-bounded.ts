import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { describeError, UsageError } from '@bezoar/core';

/**
 * Reads a file of at most so many bytes; undefined where there is none. Throws a `UsageError`: `tiny-lm/too-large`, or
 * `tiny-lm/not-read` for a folder, a device, or what the system refuses.
 */
export async function readFileBounded(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  let file: FileHandle;
  try {
    // A pipe would otherwise be waited for.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return undefined;
    throw notRead(path, describeError(cause), cause);
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw notRead(path, 'not a file');
    if (stats.size > maxBytes) {
      throw new UsageError('tiny-lm/too-large', `expected at most ${maxBytes} bytes in \`${path}\`, got ${stats.size}`);
    }
    // One byte more than there should be, so that a file which grew meanwhile is seen.
    const bytes = new Uint8Array(stats.size + 1);
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read) {
      read = (await file.read(bytes, length, bytes.length - length)).bytesRead;
    }
    if (length !== stats.size) throw notRead(path, `it changed: expected ${stats.size} bytes, got ${length}`);
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

function notRead(path: string, why: string, cause?: unknown): UsageError {
  return new UsageError('tiny-lm/not-read', `cannot read \`${path}\`: ${why}`, { cause });
}
