import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { describeError, UsageError } from '@bezoar/core';

/**
 * Writes a file whole or not at all: beside its place, flushed, then renamed over it. Throws a `UsageError` (`tiny-lm/not-written`) and
 * leaves the former file as it was.
 */
export async function writeFileWhole(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new UsageError('tiny-lm/not-written', `cannot write \`${path}\`: ${describeError(cause)}`, { cause });
  }
}
