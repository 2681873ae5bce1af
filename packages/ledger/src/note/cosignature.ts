import { verify } from 'node:crypto';
import type { NoteSignature } from './signed-note.ts';
import { publicKeyObject, type VerifierKey } from './verifier-key.ts';

/** Bytes of the big-endian time in front of a cosignature. */
export const TIMESTAMP_BYTES = 8;

/** Bytes of an Ed25519 signature (RFC 8032 section 5.1.6). */
export const ED25519_SIGNATURE_BYTES = 64;

/** Whether an Ed25519 signature (type 0x01) over the text of a note is true. */
export function verifyNoteSignature(text: string, { signature }: NoteSignature, key: VerifierKey): boolean {
  return isTrue(Buffer.from(text), signature, key);
}

/**
 * The time of a cosignature/v1 (type 0x04) over a checkpoint's note text, in seconds since the Unix epoch; undefined if
 * it is false. Times beyond 2^53 - 1 are taken for false: they are 285 million years away.
 */
export function verifyCosignature(text: string, { signature }: NoteSignature, key: VerifierKey): number | undefined {
  if (signature.length !== TIMESTAMP_BYTES + ED25519_SIGNATURE_BYTES) return undefined;
  const view = new DataView(signature.buffer, signature.byteOffset, signature.byteLength);
  const timestamp = Number(view.getBigUint64(0));
  if (!Number.isSafeInteger(timestamp)) return undefined;
  return isTrue(cosignedMessage(text, timestamp), signature.subarray(TIMESTAMP_BYTES), key) ? timestamp : undefined;
}

/** What a cosignature/v1 signs (c2sp.org/tlog-cosignature, Ed25519 signed message). */
export function cosignedMessage(text: string, timestamp: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${timestamp}\n${text}`);
}

function isTrue(message: Uint8Array, signature: Uint8Array, key: VerifierKey): boolean {
  return verify(null, message, publicKeyObject(key), signature);
}
