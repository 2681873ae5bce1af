import type { ByteSource } from '../bytes/byte-source.ts';
import { readRange } from '../bytes/file-range.ts';
import { gunzipRange } from '../bytes/gunzip.ts';
import { isGzip } from '../bytes/gzip-header.ts';
import { DEFAULT_READER_LIMITS } from '../limits.ts';
import { isBlank } from '../record/json-text.ts';
import type { Problem } from '../unreadable.ts';
import { describeForeign } from './magic.ts';
import { detectStructure } from './structure.ts';
import { describeBinary } from './text-share.ts';

/** Decoded bytes that are looked at first: the first lines of nearly every corpus. */
const HEAD_BYTES = 256 * 1024;
/** And where they hold no whole line: the longest line that is read at all. */
const LONG_HEAD_BYTES: number = DEFAULT_READER_LIMITS.maxLineBytes + 64 * 1024;

/** What a file holds, by its content. */
export interface FileFormat {
  readonly encoding: 'plain' | 'gzip';
  readonly format: 'jsonl' | 'json' | 'foreign' | 'empty';
  /** Why it is not read and what to do; only where `format` is `foreign`. */
  readonly foreign?: string;
}

/** Detects the format of a regular file of `bytes` bytes. A file that cannot be read is `foreign`. Throws nothing. */
export async function detectFormat(file: string, bytes: number): Promise<FileFormat> {
  const range = { file, start: 0, end: bytes, chunkBytes: HEAD_BYTES };
  const start = await readHead(() => readRange({ ...range, end: Math.min(bytes, 2) }), 2);
  if (start.problem !== undefined) return foreign('plain', start.problem.reason);
  const encoding = isGzip(start.bytes) ? 'gzip' : 'plain';
  const open = (): ByteSource => (encoding === 'gzip' ? gunzipRange(range, DEFAULT_READER_LIMITS) : readRange(range));
  let head = await readHead(open, HEAD_BYTES);
  if (!head.isWhole && isBlank(head.bytes.subarray(0, head.bytes.lastIndexOf(0x0a) + 1))) {
    head = await readHead(open, LONG_HEAD_BYTES);
  }
  const text = hasBom(head.bytes) ? head.bytes.subarray(3) : head.bytes;
  if (isBlank(text)) {
    if (head.problem !== undefined)
      return encoding === 'gzip' ? { encoding, format: 'jsonl' } : foreign(encoding, head.problem.reason);
    return head.isWhole ? { encoding, format: 'empty' } : { encoding, format: 'jsonl' };
  }
  const reason = describeForeign(head.bytes) ?? (isGzip(text) ? TWICE : undefined);
  if (reason !== undefined) return foreign(encoding, encoding === 'gzip' ? `inside gzip: ${reason}` : reason);
  const binary = describeBinary(text, isJsonStart(text));
  if (binary !== undefined) return foreign(encoding, binary);
  const structure = detectStructure(text.toString('utf8'), head.isWhole);
  return structure.format === 'foreign' ? foreign(encoding, structure.reason) : { encoding, format: structure.format };
}

const TWICE = 'the data is compressed twice: decompress it once first';

interface Head {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
  readonly problem?: Problem;
}

async function readHead(open: () => ByteSource, maxBytes: number): Promise<Head> {
  const source = open();
  const pieces: Buffer[] = [];
  let size = 0;
  let next = await source.next();
  for (; !next.done && size < maxBytes; next = await source.next()) {
    pieces.push(Buffer.from(next.value.bytes));
    size += next.value.bytes.length;
  }
  await source.return(undefined);
  const bytes = Buffer.concat(pieces);
  const problem = next.done ? next.value : undefined;
  return { bytes, isWhole: next.done === true, ...(problem === undefined ? {} : { problem }) };
}

function foreign(encoding: FileFormat['encoding'], reason: string): FileFormat {
  return { encoding, format: 'foreign', foreign: reason };
}

function hasBom(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isJsonStart(text: Buffer): boolean {
  const first = text.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b;
}
