import { hash } from 'node:crypto';
import { BezoarError } from '@bezoar/core';

/** Bytes in a SHA-256 hash. */
export const HASH_BYTES = 32;

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). Treat as read-only. */
export const EMPTY_ROOT: Uint8Array = digest(new Uint8Array(0));

// Different first bytes, so that no entry can be passed off as an inner node (second preimage, RFC 6962 section 2.1).
const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** Longest entry that is hashed in the reused buffer, in bytes. Longer ones get a buffer of their own. */
const LEAF_SCRATCH_BYTES = 65_536;

// INVARIANT: filled and hashed inside one synchronous call; nothing that is returned points into these.
const leafScratch = new Uint8Array(1 + LEAF_SCRATCH_BYTES).fill(LEAF_PREFIX, 0, 1);
const nodeScratch = new Uint8Array(1 + 2 * HASH_BYTES).fill(NODE_PREFIX, 0, 1);

/** Hash of one log entry, `SHA-256(0x00 || entry)` (RFC 6962 section 2.1). The result shares no memory with anything. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const bytes = entry.length > LEAF_SCRATCH_BYTES ? new Uint8Array(1 + entry.length) : leafScratch;
  bytes.set(entry, 1);
  return digest(bytes.subarray(0, 1 + entry.length));
}

/**
 * Hash of an inner node, `SHA-256(0x01 || left || right)` (RFC 6962 section 2.1). The result shares no memory with
 * anything. Throws `merkle/hash-length` unless both sides are 32 bytes long: other lengths would move the border
 * between them, and two different pairs could hash alike.
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  checkHashLength(left);
  checkHashLength(right);
  nodeScratch.set(left, 1);
  nodeScratch.set(right, 1 + HASH_BYTES);
  return digest(nodeScratch);
}

/** Throws `merkle/hash-length` unless `bytes` is as long as a hash. */
export function checkHashLength(bytes: Uint8Array): void {
  if (bytes.length !== HASH_BYTES) {
    throw new BezoarError('merkle/hash-length', `expected a hash of ${HASH_BYTES} bytes, got ${bytes.length}`);
  }
}

/** Whether two hashes are the same. Not in constant time: no hash in a log is a secret. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== HASH_BYTES || other.length !== HASH_BYTES) return false;
  for (let at = 0; at < HASH_BYTES; at += 1) {
    if (one[at] !== other[at]) return false;
  }
  return true;
}

// Text output and a copy are two to three times as fast as asking node:crypto for a Buffer, and a plain Uint8Array
// has no shared pool behind it and a `slice` that copies.
function digest(bytes: Uint8Array): Uint8Array {
  const text = hash('sha256', bytes, 'binary');
  const result = new Uint8Array(HASH_BYTES);
  for (let at = 0; at < HASH_BYTES; at += 1) result[at] = text.charCodeAt(at);
  return result;
}
