import { createHash } from 'node:crypto';
import { BezoarError } from '@bezoar/core';
import { decodeArmour } from './armour.ts';
import { MAX_KEY_BYTES, parsePublicKey, type SshPublicKey } from './public-key.ts';
import { wireReader, wireString } from './wire.ts';

/** First bytes of a signature, and of what it signs (PROTOCOL.sshsig). */
export const SSHSIG_MAGIC = 'SSHSIG';

/** Longest namespace, in bytes. */
export const MAX_NAMESPACE_BYTES = 256;

const MAX_RESERVED_BYTES = 1024;
const MAX_NAME_BYTES = 64;

/** Largest inner signature, in bytes: RSA of 8192 bits takes 1,044. */
const MAX_INNER_BYTES = 2048;

/** Hash algorithms of PROTOCOL.sshsig. */
export type SshHash = 'sha256' | 'sha512';

/**
 * A parsed signature (OpenSSH PROTOCOL.sshsig, version 1). Nothing in it is verified: `verifySshSignature` does that.
 * Attacker controls: every field.
 */
export interface SshSignature {
  readonly key: SshPublicKey;
  /** What the signature is for. One made for git must not pass for a decision. */
  readonly namespace: string;
  readonly hash: SshHash;
  /** The algorithm of the inner signature, such as `rsa-sha2-512`. */
  readonly algorithm: string;
  /** The inner signature after its algorithm, in the form of that algorithm. */
  readonly inner: Uint8Array;
}

/**
 * Reads an armoured signature to its last byte.
 *
 * The reserved field must be empty: the specification lets a reader skip it, but it is signed, and what it says
 * one day is not known today. Throws `sshsig/malformed`, `sshsig/certificate`, `sshsig/unsupported-key`,
 * `sshsig/unsupported-version`, `sshsig/unsupported-hash` or `sshsig/weak-key`.
 */
export function parseSshSignature(armoured: string): SshSignature {
  const reader = wireReader(decodeArmour(armoured), 'signature');
  const magic = Buffer.from(reader.bytes(SSHSIG_MAGIC.length)).toString('latin1');
  if (magic !== SSHSIG_MAGIC) throw malformed(`expected the magic \`${SSHSIG_MAGIC}\``);
  const version = reader.uint32();
  if (version !== 1) throw new BezoarError('sshsig/unsupported-version', `expected version 1, got ${version}`);
  const key = parsePublicKey(reader.string(MAX_KEY_BYTES));
  const namespace = reader.text(MAX_NAMESPACE_BYTES);
  if (namespace === '') throw malformed('an empty namespace');
  const reserved = reader.string(MAX_RESERVED_BYTES);
  if (reserved.length > 0) throw malformed(`expected an empty reserved field, got ${reserved.length} bytes`);
  const hash = reader.text(MAX_NAME_BYTES);
  if (hash !== 'sha256' && hash !== 'sha512') {
    throw new BezoarError('sshsig/unsupported-hash', `expected sha256 or sha512, got \`${hash}\``);
  }
  const outer = reader.string(MAX_INNER_BYTES);
  reader.end();
  const inside = wireReader(outer, 'inner signature');
  const algorithm = inside.text(MAX_NAME_BYTES);
  return { key, namespace, hash, algorithm, inner: outer.subarray(4 + algorithm.length) };
}

/** What is signed in place of the message (PROTOCOL.sshsig, "Signed Data"): its hash, under a namespace. */
export function sshSignedData(message: Uint8Array, namespace: string, hash: SshHash): Uint8Array {
  return Buffer.concat([
    new TextEncoder().encode(SSHSIG_MAGIC),
    wireString(namespace),
    wireString(''),
    wireString(hash),
    wireString(createHash(hash).update(message).digest()),
  ]);
}

function malformed(message: string): BezoarError {
  return new BezoarError('sshsig/malformed', `signature: ${message}`);
}
