import { hash } from 'node:crypto';
import { UsageError } from '@bezoar/core';

/** One commit: entries that became durable together, and the checkpoint that was signed over the log up to them. */
export interface Frame {
  /** Index of the first entry. */
  readonly firstIndex: number;
  /** Encoded entries, at least one. */
  readonly entries: readonly Uint8Array[];
  /** Signed note of the checkpoint whose size is `firstIndex + entries.length`. */
  readonly checkpoint: string;
}

/** A frame and the bytes that it takes in the journal. */
export interface PlacedFrame extends Frame {
  readonly start: number;
  readonly end: number;
}

/**
 * Starts every frame. 0xff is in no UTF-8 text (RFC 3629, section 3), so that neither an entry nor a checkpoint can hold what
 * looks like a frame.
 */
export const FRAME_MAGIC: Uint8Array = Uint8Array.of(0xff, 0x42, 0x5a, 0x4a);
/** Magic and body length (uint32). */
export const FRAME_HEAD_BYTES = 8;
/** Truncated SHA-256 over head and body. It finds accidents; that nobody forged the frame, only its signed checkpoint says. */
export const FRAME_DIGEST_BYTES = 16;
/** Largest frame, bytes: one commit is held in memory whole (CWE-770). 64 entries of the largest size fit. */
export const MAX_FRAME_BYTES: number = 4 * 1024 * 1024;
/** Most entries of a frame. */
export const MAX_FRAME_ENTRIES = 16_384;
/** Largest journal, bytes: it is read whole when the log is opened (CWE-770). Only a log that cannot be published comes near. */
export const MAX_JOURNAL_BYTES: number = 64 * 1024 * 1024;

/** First index (uint64), number of entries (uint32), length of the checkpoint (uint32). */
const FIXED_BODY_BYTES = 16;
/** uint16, as in entry bundles. */
const ENTRY_LENGTH_BYTES = 2;
/** Most bytes of a checkpoint's note: origin, size, root and one signature take under 2 kB. */
const MAX_CHECKPOINT_BYTES = 8192;

/** Bytes that an entry adds to a frame. */
export function framedBytes(entry: Uint8Array): number {
  return ENTRY_LENGTH_BYTES + entry.length;
}

/** Most bytes, by `framedBytes`, of a commit's entries. */
export const MAX_COMMIT_BYTES: number =
  MAX_FRAME_BYTES - FRAME_HEAD_BYTES - FIXED_BODY_BYTES - MAX_CHECKPOINT_BYTES - FRAME_DIGEST_BYTES;

/**
 * A frame's bytes: magic, uint32 length of the body, body, digest. The body: uint64 first index, uint32 number of entries,
 * uint32 length of the checkpoint, each entry behind its uint16 length, the checkpoint. All big-endian.
 * Throws a `UsageError` `ledger/commit-too-large`.
 */
export function encodeFrame({ firstIndex, entries, checkpoint }: Frame): Uint8Array {
  const note = Buffer.from(checkpoint, 'utf8');
  const size = entries.reduce((sum, entry) => sum + framedBytes(entry), 0);
  if (size > MAX_COMMIT_BYTES || entries.length > MAX_FRAME_ENTRIES || note.length > MAX_CHECKPOINT_BYTES) {
    throw new UsageError(
      'ledger/commit-too-large',
      `expected at most ${MAX_FRAME_ENTRIES} entries in ${MAX_COMMIT_BYTES} bytes, got ${entries.length} in ${size}`,
    );
  }
  const bodyBytes = FIXED_BODY_BYTES + size + note.length;
  const bytes = Buffer.alloc(FRAME_HEAD_BYTES + bodyBytes + FRAME_DIGEST_BYTES);
  bytes.set(FRAME_MAGIC, 0);
  bytes.writeUInt32BE(bodyBytes, FRAME_MAGIC.length);
  bytes.writeBigUInt64BE(BigInt(firstIndex), FRAME_HEAD_BYTES);
  bytes.writeUInt32BE(entries.length, FRAME_HEAD_BYTES + 8);
  bytes.writeUInt32BE(note.length, FRAME_HEAD_BYTES + 12);
  let at = FRAME_HEAD_BYTES + FIXED_BODY_BYTES;
  for (const entry of entries) {
    at = bytes.writeUInt16BE(entry.length, at);
    bytes.set(entry, at);
    at += entry.length;
  }
  bytes.set(note, at);
  bytes.set(frameDigest(bytes.subarray(0, at + note.length)), at + note.length);
  return bytes;
}

/** The frame that starts at `start`, or `undefined` if none does, or not a whole and undamaged one. */
// Attacker controls: all bytes.
export function decodeFrame(journal: Uint8Array, start: number): PlacedFrame | undefined {
  const bytes = Buffer.from(journal.buffer, journal.byteOffset, journal.length);
  const end = frameEnd(bytes, start);
  if (end === undefined) return undefined;
  const body = end - FRAME_DIGEST_BYTES;
  if (!bytes.subarray(body, end).equals(frameDigest(bytes.subarray(start, body)))) return undefined;
  const firstIndex = Number(bytes.readBigUInt64BE(start + FRAME_HEAD_BYTES));
  const count = bytes.readUInt32BE(start + FRAME_HEAD_BYTES + 8);
  const noteLength = bytes.readUInt32BE(start + FRAME_HEAD_BYTES + 12);
  if (!Number.isSafeInteger(firstIndex) || count === 0 || count > MAX_FRAME_ENTRIES) return undefined;
  const entries: Uint8Array[] = [];
  let at = start + FRAME_HEAD_BYTES + FIXED_BODY_BYTES;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_LENGTH_BYTES > body) return undefined;
    const entryEnd = at + ENTRY_LENGTH_BYTES + bytes.readUInt16BE(at);
    if (entryEnd > body) return undefined;
    entries.push(journal.subarray(at + ENTRY_LENGTH_BYTES, entryEnd));
    at = entryEnd;
  }
  if (at + noteLength !== body) return undefined;
  return { firstIndex, entries, checkpoint: bytes.toString('utf8', at, body), start, end };
}

/** Where the frame at `start` ends by its own account, or `undefined` if that cannot be. */
export function frameEnd(bytes: Buffer, start: number): number | undefined {
  if (bytes.length - start < FRAME_HEAD_BYTES + FIXED_BODY_BYTES + FRAME_DIGEST_BYTES) return undefined;
  if (!bytes.subarray(start, start + FRAME_MAGIC.length).equals(FRAME_MAGIC)) return undefined;
  const bodyBytes = bytes.readUInt32BE(start + FRAME_MAGIC.length);
  const frameBytes = FRAME_HEAD_BYTES + bodyBytes + FRAME_DIGEST_BYTES;
  if (bodyBytes < FIXED_BODY_BYTES || frameBytes > MAX_FRAME_BYTES || start + frameBytes > bytes.length)
    return undefined;
  return start + frameBytes;
}

function frameDigest(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer').subarray(0, FRAME_DIGEST_BYTES);
}
