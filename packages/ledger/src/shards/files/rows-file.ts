import type { Storage } from '../../storage/storage.ts';
import { inflatePiece, MAX_DEFLATED_BYTES } from './row-piece.ts';
import { damaged } from './shard-error.ts';
import { PIECE_RECORDS, shardFile } from './shard-layout.ts';

// `<n>.rows.gz`: one gzip member for each piece, and at the end an empty member whose extra field (RFC 1952, section 2.3.1.1)
// holds the lengths of the others. So one row is read by inflating one member, and `zcat` shows the whole file.

/** gzip header with an extra field, without time and system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff);
/** Names the subfield. */
const SUBFIELD = Uint8Array.of(0x42, 0x5a);
/** A final block without data, its CRC-32 and its length. */
const EMPTY = Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
const LENGTH_BYTES = 4;
const PREFIX_BYTES: number = HEADER.length + 2 + SUBFIELD.length + 2;

/** Pieces of a shard. */
export function piecesOf(records: number): number {
  return Math.ceil(records / PIECE_RECORDS);
}

/** Records in piece number `piece` of a shard. */
export function recordsInPiece(records: number, piece: number): number {
  return Math.min(PIECE_RECORDS, records - piece * PIECE_RECORDS);
}

/** The last member of a file of rows. */
export function encodeDirectory(lengths: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(directoryBytes(lengths.length));
  bytes.set(HEADER);
  let at: number = HEADER.length;
  at = bytes.writeUInt16LE(SUBFIELD.length + 2 + LENGTH_BYTES * lengths.length, at);
  bytes.set(SUBFIELD, at);
  at = bytes.writeUInt16LE(LENGTH_BYTES * lengths.length, at + SUBFIELD.length);
  for (const length of lengths) at = bytes.writeUInt32LE(length, at);
  bytes.set(EMPTY, at);
  return bytes;
}

/**
 * Lengths of the members of a shard's file of rows. Throws `shards/missing`, or `shards/altered-row` where they do not add up to
 * the file.
 */
// Attacker controls: the file.
export async function readDirectory(storage: Storage, shard: number, records: number): Promise<readonly number[]> {
  const path = shardFile(shard, 'rows.gz');
  const size = await storage.size(path);
  if (size === undefined) throw damaged('shards/missing', `\`${path}\` is missing`);
  const pieces = piecesOf(records);
  const start = size - directoryBytes(pieces);
  const bytes = start < 0 ? new Uint8Array(0) : await storage.readRange(path, start, directoryBytes(pieces));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengths: number[] = [];
  for (let at = PREFIX_BYTES; at + EMPTY.length < bytes.length; at += LENGTH_BYTES) {
    lengths.push(view.getUint32(at, true));
  }
  const sum = lengths.reduce((total, length) => total + length, 0);
  const isWhole =
    sum === start &&
    lengths.every((length) => length <= MAX_DEFLATED_BYTES) &&
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).equals(encodeDirectory(lengths));
  if (!isWhole) throw damaged('shards/altered-row', `\`${path}\` does not end with the lengths of its parts`);
  return lengths;
}

/** The gzip member of a piece, as it stands in the file; shorter where the file is. */
export function readMember(
  storage: Storage,
  shard: number,
  lengths: readonly number[],
  piece: number,
): Promise<Uint8Array> {
  let start = 0;
  for (let before = 0; before < piece; before += 1) start += lengths[before]!;
  return storage.readRange(shardFile(shard, 'rows.gz'), start, lengths[piece]!);
}

/** The rows of a piece, empty where erased. Throws `shards/missing` and `shards/altered-row`; the leaf hashes are not checked. */
export async function readPiece(
  storage: Storage,
  shard: number,
  records: number,
  piece: number,
): Promise<Uint8Array[]> {
  const lengths = await readDirectory(storage, shard, records);
  const member = await readMember(storage, shard, lengths, piece);
  return inflatePiece(member, recordsInPiece(records, piece), shardFile(shard, 'rows.gz'));
}

function directoryBytes(pieces: number): number {
  return PREFIX_BYTES + LENGTH_BYTES * pieces + EMPTY.length;
}
