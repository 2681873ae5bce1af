import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { MAX_ROW_BYTES } from '../row/provenance-row.ts';
import { damaged } from './shard-error.ts';
import { PIECE_RECORDS } from './shard-layout.ts';

/**
 * zlib level of the rows. Least processor time of five runs, per row of 700 bytes: level 1 3.2 µs and 107 B, level 6 6.5 µs and
 * 103 B: hashes and nonces do not compress, and the rest repeats. Smaller windows save nothing and cost a quarter of the size.
 */
const LEVEL = 1;

/** Bytes that a piece may inflate to: 256 longest rows with their line ends. Stops decompression bombs (CWE-409). */
export const MAX_PIECE_BYTES: number = PIECE_RECORDS * (MAX_ROW_BYTES + 1);

/** Deflated bytes of a piece, with framing: what cannot be compressed grows by 5 bytes in 16 KiB (RFC 1951), here by 1/8 at most. */
export const MAX_DEFLATED_BYTES: number = MAX_PIECE_BYTES + MAX_PIECE_BYTES / 8;

/** Header of every gzip member (RFC 1952): deflate, no flags, no time, no system, so that equal rows give equal bytes. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
const FOOTER_BYTES = 8;
const LINE_END = 0x0a;

const deflate = promisify(deflateRaw) as (bytes: Uint8Array, options: object) => Promise<Buffer>;

/** Compresses the rows of a piece, each with its line end, to one gzip member. */
export async function deflatePiece(lines: Uint8Array): Promise<Uint8Array> {
  const deflated = await deflate(lines, { level: LEVEL, chunkSize: 65_536 });
  const member = Buffer.allocUnsafeSlow(HEADER.length + deflated.length + FOOTER_BYTES);
  member.set(HEADER);
  member.set(deflated, HEADER.length);
  member.writeUInt32LE(crc32(lines), HEADER.length + deflated.length);
  member.writeUInt32LE(lines.length, HEADER.length + deflated.length + 4);
  return member;
}

/**
 * The rows of a piece from its gzip member: `records` byte strings without line ends, empty where a row was erased. Throws
 * `shards/altered-row`; whether the rows are true is not looked at.
 */
// Attacker controls: the member.
export async function inflatePiece(member: Uint8Array, records: number, where: string): Promise<Uint8Array[]> {
  const bytes = Buffer.from(member.buffer, member.byteOffset, member.byteLength);
  const end = bytes.length - FOOTER_BYTES;
  if (end < HEADER.length || !bytes.subarray(0, HEADER.length).equals(HEADER)) throw torn(where);
  const lines = await inflateWhole(bytes.subarray(HEADER.length, end), where);
  if (lines.length !== bytes.readUInt32LE(end + 4) || crc32(lines) !== bytes.readUInt32LE(end)) throw torn(where);
  return splitRows(lines, records, where);
}

function inflateWhole(deflated: Uint8Array, where: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { maxOutputLength: MAX_PIECE_BYTES, info: true };
    inflateRaw(deflated, options, (error, result: unknown) => {
      // With `info`, the result is the bytes and the engine that made them, which knows how much it read.
      const inflated = result as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
      if (error !== null) reject(torn(where, error));
      else if (inflated.engine.bytesWritten !== deflated.length) reject(torn(where));
      else resolve(inflated.buffer);
    });
  });
}

function splitRows(lines: Buffer, records: number, where: string): Uint8Array[] {
  const rows: Uint8Array[] = [];
  let start = 0;
  while (rows.length < records) {
    const end = lines.indexOf(LINE_END, start);
    if (end < 0) throw torn(where);
    rows.push(lines.subarray(start, end));
    start = end + 1;
  }
  if (start !== lines.length) throw torn(where);
  return rows;
}

/** The rows of a piece as `deflatePiece` takes them. */
export function joinRows(rows: readonly Uint8Array[]): Uint8Array {
  const lineEnd = Uint8Array.of(LINE_END);
  return Buffer.concat(rows.flatMap((row) => [row, lineEnd]));
}

function torn(where: string, cause?: unknown): Error {
  return damaged('shards/altered-row', `\`${where}\` does not hold the rows that it should`, cause);
}
