import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { BezoarError } from '@bezoar/core';
import { decodeBase64, encodeBase64 } from '../encoding/base64.ts';
import { isKeyName } from './signed-note.ts';

/** What a key signs: the note's text itself, or a timestamped cosignature of a checkpoint. */
export type NoteKeyType = 'ed25519' | 'cosignature/v1';

/** A public key that is trusted under a name. */
export interface VerifierKey {
  readonly name: string;
  /** Big-endian uint32; computed from the other three fields. */
  readonly keyId: number;
  readonly type: NoteKeyType;
  /** 32 bytes, RFC 8032 section 5.1.5. */
  readonly publicKey: Uint8Array;
}

/** Longest verifier key that is read, in UTF-16 code units. Stops a crafted configuration or file (CWE-400); real ones are under 120. */
export const MAX_VERIFIER_KEY_LENGTH = 1024;

/** Bytes in an Ed25519 public key. */
export const PUBLIC_KEY_BYTES = 32;

// Signature type identifier bytes of c2sp.org/signed-note.
const TYPE_BYTES: Readonly<Record<NoteKeyType, number>> = { ed25519: 0x01, 'cosignature/v1': 0x04 };

// DER of a SubjectPublicKeyInfo with an Ed25519 key, up to the key (RFC 8410 section 4).
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads `name+hex key id+base64 of type and key` (c2sp.org/signed-note, verifier keys).
 * Throws `note/key-malformed`; `note/key-type` if the type is neither Ed25519 (0x01) nor cosignature/v1 (0x04);
 * `note/key-id` if the id is not the one that name, type and key give.
 */
export function parseVerifierKey(text: string): VerifierKey {
  const match = text.length <= MAX_VERIFIER_KEY_LENGTH ? /^([^+]+)\+([0-9a-f]{8})\+([^\n]+)$/.exec(text) : null;
  const [, name = '', id = '', base64 = ''] = match ?? [];
  const bytes = decodeBase64(base64);
  if (match === null || !isKeyName(name) || bytes === undefined || bytes.length === 0) {
    throw new BezoarError(
      'note/key-malformed',
      `expected a verifier key of name, key id and base64 with \`+\` between, got \`${text.slice(0, 200)}\``,
    );
  }
  const type = (Object.keys(TYPE_BYTES) as NoteKeyType[]).find((one) => TYPE_BYTES[one] === bytes[0]);
  if (type === undefined) {
    throw new BezoarError('note/key-type', `expected key type 1 or 4 for \`${name}\`, got ${bytes[0]}`);
  }
  const key = createVerifierKey(name, type, bytes.subarray(1));
  if (hexId(key.keyId) !== id) {
    throw new BezoarError('note/key-id', `expected key id ${hexId(key.keyId)} for \`${name}\`, got ${id}`);
  }
  return key;
}

/** The text form of a key, the inverse of `parseVerifierKey`. */
export function verifierKeyText({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${hexId(keyId)}+${encodeBase64(Uint8Array.of(TYPE_BYTES[type], ...publicKey))}`;
}

/** A key from its parts; computes the key id. Throws `note/key-malformed` on a name or length that cannot be. */
export function createVerifierKey(name: string, type: NoteKeyType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) {
    throw new BezoarError('note/key-malformed', `expected a key name without spaces and \`+\`, got \`${name}\``);
  }
  if (publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new BezoarError(
      'note/key-malformed',
      `expected a public key of ${PUBLIC_KEY_BYTES} bytes for \`${name}\`, got ${publicKey.length}`,
    );
  }
  const seed = Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(TYPE_BYTES[type]), publicKey]);
  const keyId = hash('sha256', seed, 'buffer').readUInt32BE();
  return { name, keyId, type, publicKey: Uint8Array.from(publicKey) };
}

// Making a key costs as much as verifying with it, and a log is verified with one key thousands of times.
const keyObjects = new WeakMap<VerifierKey, KeyObject>();

/** The key for `node:crypto`, made once for each `VerifierKey`. */
export function publicKeyObject(key: VerifierKey): KeyObject {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const der = Buffer.concat([SPKI_PREFIX, key.publicKey]);
  const made = createPublicKey({ key: der, format: 'der', type: 'spki' });
  keyObjects.set(key, made);
  return made;
}

function hexId(keyId: number): string {
  return keyId.toString(16).padStart(8, '0');
}
