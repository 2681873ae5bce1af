import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { BezoarError, type Sha256, sha256 } from '@bezoar/core';

/** Algorithms of DSSE keys: Ed25519 (RFC 8032), and ECDSA over P-256 with SHA-256 and DER signatures, as Sigstore has it. */
export type DsseAlgorithm = 'ed25519' | 'ecdsa-p256';

/** Which algorithm a key has. Throws `dsse/unsupported-key` for any other than the two. */
export function dsseAlgorithm(key: KeyObject): DsseAlgorithm {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ec' && curve === 'prime256v1') return 'ecdsa-p256';
  const found = curve ?? key.asymmetricKeyType ?? key.type;
  throw new BezoarError('dsse/unsupported-key', `expected an Ed25519 or P-256 key, got \`${found}\``);
}

/**
 * SHA-256 of the public key's PEM SubjectPublicKeyInfo, as OpenSSF Model Signing v1.0 names keys: the usual key id of an
 * envelope and hint of a bundle. The same for a private key and its public key.
 */
export function dsseKeyId(key: KeyObject): Sha256 {
  dsseAlgorithm(key);
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return sha256(publicKey.export({ type: 'spki', format: 'pem' }) as string);
}

/** Signs bytes. Throws `dsse/unsupported-key`. */
export function signBytes(bytes: Uint8Array, key: KeyObject): Uint8Array {
  return sign(dsseAlgorithm(key) === 'ed25519' ? null : 'sha256', bytes, key);
}

/** Whether this is a signature of these bytes by this key. Throws `dsse/unsupported-key`. */
export function verifyBytes(bytes: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  return verify(dsseAlgorithm(key) === 'ed25519' ? null : 'sha256', bytes, key, signature);
}
