import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** About how many characters are written at once. */
const CHUNK_CHARS = 1 << 18;

/**
 * Writes records as JSON Lines, streaming, to a temporary file beside `path` that is renamed when complete.
 * `bytes` is the size of the file as written. Throws what the file system throws; then nothing is left at `path`.
 */
export async function writeMonth(
  path: string,
  records: Iterable<unknown>,
  options: { readonly gzip?: boolean } = {},
): Promise<{ readonly records: number; readonly bytes: number }> {
  const temporary = `${path}.${process.pid}.partial`;
  let count = 0;
  function* chunks(): Generator<string> {
    let chunk = '';
    for (const record of records) {
      chunk += `${JSON.stringify(record)}\n`;
      count++;
      if (chunk.length >= CHUNK_CHARS) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk !== '') yield chunk;
  }
  const source = Readable.from(chunks());
  const file = createWriteStream(temporary);
  try {
    if (options.gzip === true) await pipeline(source, createGzip(), file);
    else await pipeline(source, file);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return { records: count, bytes: (await stat(path)).size };
}
