import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { BezoarError } from '@bezoar/core';
import { cosignedMessage, TIMESTAMP_BYTES } from './cosignature.ts';
import { isNoteText, type NoteSignature } from './signed-note.ts';
import { createVerifierKey, type NoteKeyType, type VerifierKey, verifierKeyText } from './verifier-key.ts';

/** Signs notes under a name. Holds a private key: never log it. */
export interface NoteSigner {
  readonly name: string;
  /** What verifiers are configured with, in text form. */
  readonly verifierKey: string;
  /** Signs a note's text, which ends in a newline. Throws `note/malformed` on a text that no note can have. */
  sign(text: string): NoteSignature;
}

/** Cosigns checkpoints under a name: a witness (c2sp.org/tlog-cosignature). */
export interface Cosigner {
  readonly name: string;
  /** What verifiers are configured with, in text form. */
  readonly verifierKey: string;
  /**
   * Cosigns a checkpoint's note text at a time in whole seconds since the Unix epoch. It states that, then, this was the
   * largest consistent tree of this log that the cosigner had seen: check that before.
   * Throws `note/malformed` on a text that no note can have and `note/timestamp` on a time that is not one.
   */
  cosign(text: string, timestamp: number): NoteSignature;
}

/** A new Ed25519 private key from the system's randomness. */
export function generateNoteKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/**
 * A signer of notes with Ed25519 (type 0x01 of c2sp.org/signed-note).
 * Throws `note/key-malformed` on a name that no key can have or a key that is not an Ed25519 private key.
 */
export function createNoteSigner(name: string, privateKey: KeyObject): NoteSigner {
  const key = verifierKeyOf(name, 'ed25519', privateKey);
  return {
    name,
    verifierKey: verifierKeyText(key),
    sign(text) {
      checkText(text);
      return { name, keyId: key.keyId, signature: Uint8Array.from(sign(null, Buffer.from(text), privateKey)) };
    },
  };
}

/**
 * A cosigner with Ed25519 (type 0x04, cosignature/v1 of c2sp.org/tlog-cosignature).
 * The signed message does not name the cosigner, so one key must not serve under two names.
 * Throws as `createNoteSigner`.
 */
export function createCosigner(name: string, privateKey: KeyObject): Cosigner {
  const key = verifierKeyOf(name, 'cosignature/v1', privateKey);
  return {
    name,
    verifierKey: verifierKeyText(key),
    cosign(text, timestamp) {
      checkText(text);
      if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
        throw new BezoarError('note/timestamp', `expected whole seconds since the Unix epoch, got \`${timestamp}\``);
      }
      const signature = Buffer.alloc(TIMESTAMP_BYTES);
      signature.writeBigUInt64BE(BigInt(timestamp));
      const signed = sign(null, cosignedMessage(text, timestamp), privateKey);
      return { name, keyId: key.keyId, signature: Uint8Array.from([...signature, ...signed]) };
    },
  };
}

function verifierKeyOf(name: string, type: NoteKeyType, privateKey: KeyObject): VerifierKey {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    const got = `${privateKey.asymmetricKeyType ?? 'symmetric'} ${privateKey.type}`;
    throw new BezoarError('note/key-malformed', `expected an ed25519 private key for \`${name}\`, got ${got}`);
  }
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return createVerifierKey(name, type, Buffer.from(x, 'base64url'));
}

function checkText(text: string): void {
  if (!isNoteText(text)) {
    throw new BezoarError('note/malformed', 'expected a text that ends in a newline, without control characters');
  }
}
