// @ts-check
import { open } from 'node:fs/promises';

/**
 * Seconds that the disk alone needs for such commits: for each, one append of so many bytes and one fdatasync.
 * @param {string} path
 * @param {number} commits
 * @param {number} bytesPerCommit
 */
export async function secondsToAppend(path, commits, bytesPerCommit) {
  const file = await open(path, 'a');
  const bytes = Buffer.alloc(bytesPerCommit, 'a');
  const startedAt = performance.now();
  for (let commit = 0; commit < commits; commit++) {
    await file.write(bytes);
    await file.datasync();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await file.close();
  return seconds;
}
