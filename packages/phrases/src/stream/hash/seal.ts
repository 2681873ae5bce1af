import { BezoarError, hmacSha256Stream } from '@bezoar/core';
import { subkey } from './subkey.ts';

/** Bytes that a seal adds at the end. */
export const SEAL_BYTES = 32;

/** The pieces, and after them a tag: HMAC-SHA-256 under a key of the secret for this purpose. */
export function* sealPieces(
  pieces: Iterable<Uint8Array>,
  secret: Uint8Array,
  purpose: string,
): Generator<Uint8Array, void, void> {
  const mac = hmacSha256Stream(subkey(secret, `seal ${purpose}`));
  for (const piece of pieces) {
    mac.update(piece);
    yield piece;
  }
  yield mac.digest();
}

/**
 * The bytes under a seal, as a view. Attacker controls: the bytes, where others can write the file that they come from.
 * Throws a `BezoarError` where the tag is not that of this secret and purpose, before anything else of them is read.
 */
export function openSealed(sealed: Uint8Array, secret: Uint8Array, purpose: string): Uint8Array {
  if (sealed.length < SEAL_BYTES) {
    throw refused(purpose, `expected at least ${SEAL_BYTES} bytes, got ${sealed.length}`);
  }
  const end = sealed.length - SEAL_BYTES;
  const bytes = sealed.subarray(0, end);
  const mac = hmacSha256Stream(subkey(secret, `seal ${purpose}`));
  mac.update(bytes);
  let difference = 0;
  for (const [at, byte] of mac.digest().entries()) difference |= byte ^ sealed[end + at]!;
  if (difference !== 0) throw refused(purpose, 'they were changed, or written under another secret');
  return bytes;
}

function refused(purpose: string, why: string): BezoarError {
  return new BezoarError('phrases/seal', `the bytes of \`${purpose}\` are refused: ${why}`);
}
