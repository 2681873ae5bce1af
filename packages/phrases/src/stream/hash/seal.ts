import { BezoarError } from '@bezoar/core';
import { SipHash } from './siphash.ts';
import { subkey } from './subkey.ts';

/** Bytes that a seal adds at the end. */
export const SEAL_BYTES = 16;

/** The bytes with a tag of 128 bits at the end: two SipHash-2-4 under keys of the secret for this purpose. */
export function sealBytes(bytes: Uint8Array, secret: Uint8Array, purpose: string): Uint8Array {
  const sealed = new Uint8Array(bytes.length + SEAL_BYTES);
  sealed.set(bytes);
  sealed.set(tagOf(bytes, secret, purpose), bytes.length);
  return sealed;
}

/**
 * The bytes under a seal, as a copy. Attacker controls: the bytes, where others can write the file that they come from.
 * Throws a `BezoarError` where the tag is not that of this secret and purpose, before anything else of them is read.
 */
export function openSealed(sealed: Uint8Array, secret: Uint8Array, purpose: string): Uint8Array {
  if (sealed.length < SEAL_BYTES) {
    throw refused(purpose, `expected at least ${SEAL_BYTES} bytes, got ${sealed.length}`);
  }
  const end = sealed.length - SEAL_BYTES;
  const tag = tagOf(sealed.subarray(0, end), secret, purpose);
  let difference = 0;
  for (const [at, byte] of tag.entries()) difference |= byte ^ sealed[end + at]!;
  if (difference !== 0) throw refused(purpose, 'they were changed, or written under another secret');
  // Not `sealed.slice`: that of a Node buffer is a view, and what is read from its memory would be of another place.
  return new Uint8Array(sealed.subarray(0, end));
}

function tagOf(bytes: Uint8Array, secret: Uint8Array, purpose: string): Uint8Array {
  const tag = new Uint8Array(SEAL_BYTES);
  const view = new DataView(tag.buffer);
  for (let half = 0; half < 2; half++) {
    const hash = new SipHash(subkey(secret, `seal ${half} ${purpose}`), 2, 4);
    hash.bytes(bytes);
    view.setInt32(half * 8, hash.low, true);
    view.setInt32(half * 8 + 4, hash.high, true);
  }
  return tag;
}

function refused(purpose: string, why: string): BezoarError {
  return new BezoarError('phrases/seal', `the bytes of \`${purpose}\` are refused: ${why}`);
}
