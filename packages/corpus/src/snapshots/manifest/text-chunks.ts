import { open, stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { type FileRange, readRange } from '../../readers/bytes/file-range.ts';
import { gunzipRange } from '../../readers/bytes/gunzip.ts';
import { isGzip } from '../../readers/bytes/gzip-header.ts';
import { DEFAULT_READER_LIMITS } from '../../readers/limits.ts';
import type { Problem } from '../../readers/unreadable.ts';

/** The text of a file, plain or gzip, in pieces. Returns what stopped it early. Throws the signal's reason only. */
export type TextSource = AsyncGenerator<string, Problem | undefined, void>;

const NOT_UTF8: Problem = { code: 'not-utf8', reason: 'it is not valid UTF-8' };
const FOREIGN: Problem = {
  code: 'foreign',
  reason: 'it is compressed with bzip2, xz, zstd or 7z; decompress it first',
};
const FOREIGN_MAGIC = ['425a68', 'fd377a58', '28b52ffd', '377abcaf'];

/** Opens a file as UTF-8 text; a byte order mark is passed over. Attacker controls: all bytes. */
export async function* textChunks(file: string, signal?: AbortSignal): TextSource {
  const head = Buffer.alloc(4);
  let size: number;
  try {
    const found = await stat(file);
    if (found.isDirectory()) return { code: 'io-error', reason: 'it is a folder' };
    size = found.size;
    const handle = await open(file, 'r');
    await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { code: 'io-error', reason: `the file could not be read (${code})` };
  }
  if (FOREIGN_MAGIC.some((magic) => head.toString('hex').startsWith(magic))) return FOREIGN;
  const range: FileRange = { file, start: 0, end: size, chunkBytes: 1024 * 1024, signal };
  const source = isGzip(head) ? gunzipRange(range, DEFAULT_READER_LIMITS) : readRange(range);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    let next = await source.next();
    for (; next.done !== true; next = await source.next()) {
      const text = decode(decoder, next.value.bytes);
      if (text === undefined) return NOT_UTF8;
      if (text !== '') yield text;
    }
    if (next.value !== undefined) return next.value;
    return decode(decoder, undefined) === undefined ? NOT_UTF8 : undefined;
  } finally {
    await source.return(undefined);
  }
}

/** Undefined where the bytes are not UTF-8. Without bytes it is the end. */
function decode(decoder: TextDecoder, bytes: Buffer | undefined): string | undefined {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
