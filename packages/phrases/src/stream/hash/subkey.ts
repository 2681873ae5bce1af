import { UsageError } from '@bezoar/core';
import { SIPHASH_KEY_BYTES, SipHash } from './siphash.ts';

/** Fewest bytes of a secret: what SipHash takes. */
export const MIN_SECRET_BYTES: number = SIPHASH_KEY_BYTES;
/** Most bytes of a secret; a longer one is a file given by mistake. */
export const MAX_SECRET_BYTES = 1024;

/**
 * A key for one purpose, derived from the secret by SipHash-2-4 over the purpose, a counter and what the secret has beyond
 * its first 16 bytes. Throws a `UsageError` where the secret has an impossible length or is all one byte.
 */
export function subkey(secret: Uint8Array, purpose: string): Uint8Array {
  if (!(secret.length >= MIN_SECRET_BYTES && secret.length <= MAX_SECRET_BYTES)) {
    const expected = `${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes`;
    throw new UsageError('phrases/secret', `expected a secret of ${expected}, got ${secret.length}`);
  }
  if (secret.every((byte) => byte === secret[0])) {
    throw new UsageError('phrases/secret', 'expected a random secret, got one byte repeated');
  }
  const label = new TextEncoder().encode(purpose);
  const rest = secret.subarray(SIPHASH_KEY_BYTES);
  const message = new Uint8Array(1 + label.length + 1 + rest.length);
  message.set(label, 1);
  message.set(rest, label.length + 2);
  const hash = new SipHash(secret.subarray(0, SIPHASH_KEY_BYTES), 2, 4);
  const key = new Uint8Array(SIPHASH_KEY_BYTES);
  const view = new DataView(key.buffer);
  for (let half = 0; half < 2; half++) {
    message[0] = half;
    hash.bytes(message);
    view.setInt32(half * 8, hash.low, true);
    view.setInt32(half * 8 + 4, hash.high, true);
  }
  return key;
}
