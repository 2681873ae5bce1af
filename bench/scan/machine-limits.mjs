// @ts-check
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Seconds to read a file and do nothing with it: no scan can be faster. The file is in the page cache after the first call.
 * @param {string} path
 */
export async function secondsToRead(path) {
  const startedAt = performance.now();
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) bytes += chunk.length;
  if (bytes === 0) throw new Error(`\`${path}\` is empty`);
  return (performance.now() - startedAt) / 1000;
}

/**
 * Seconds to split a file into lines and parse each as JSON, in one thread, and do nothing with them.
 * @param {string} path
 */
export async function secondsToParse(path) {
  const startedAt = performance.now();
  let records = 0;
  for await (const line of createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20 }) })) {
    JSON.parse(line);
    records++;
  }
  if (records === 0) throw new Error(`\`${path}\` is empty`);
  return (performance.now() - startedAt) / 1000;
}
