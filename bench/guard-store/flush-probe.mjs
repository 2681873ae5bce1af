// @ts-check
import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** One page of SQLite's log. */
const PAGE = Buffer.alloc(4096, 'a');

/**
 * What the disk alone needs for a commit, right now: one page written and flushed, so many times.
 * @param {string} folder
 * @param {number} times
 * @returns {Promise<number>} seconds
 */
export async function secondsToFlush(folder, times) {
  const file = await open(join(folder, 'probe'), 'a');
  const startedAt = performance.now();
  for (let time = 0; time < times; time++) {
    await file.write(PAGE);
    await file.datasync();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await file.close();
  return seconds;
}
