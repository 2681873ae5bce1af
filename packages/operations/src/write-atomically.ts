import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';

/**
 * Writes a whole file or nothing: to a new file beside the target, flushed, then renamed over it. An interruption
 * leaves the former file as it was.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UsageError('report/not-written', `cannot write \`${path}\`: ${describeError(error)}`, { cause: error });
  }
}
