import { createHash, type KeyObject, verify } from 'node:crypto';
import { BezoarError } from '@bezoar/core';
import type { SshKeyType } from './public-key.ts';
import { type SshSignature, sshSignedData } from './ssh-signature.ts';
import { type WireReader, wireReader } from './wire.ts';

/** What a FIDO authenticator says of the moment of signing (PROTOCOL.u2f; WebAuthn level 2, section 6.1). */
export interface AuthenticatorData {
  /** Someone touched the authenticator. Always true of an accepted signature. */
  readonly userPresent: boolean;
  /** Someone proved to the authenticator, by PIN or fingerprint, to be its owner. */
  readonly userVerified: boolean;
  /** Counts the authenticator's signatures; 0 where it does not count. */
  readonly counter: number;
}

/** Why a signature that could be read is refused. */
export type SshSignatureRefusal =
  | 'sshsig/wrong-namespace'
  | 'sshsig/unsupported-algorithm'
  | 'sshsig/no-user-presence'
  | 'sshsig/bad-signature';

/** Whether a key signed a message for a purpose; not whether the key may. */
export type SshSignatureVerdict =
  | { readonly verified: true; readonly authenticator?: AuthenticatorData }
  | { readonly verified: false; readonly code: SshSignatureRefusal; readonly message: string };

interface InnerForm {
  readonly algorithms: readonly string[];
  /** Reads the whole inner signature and says whether it is one of `data`. Throws `sshsig/malformed`. */
  readonly check: (reader: WireReader, key: KeyObject, data: Uint8Array, algorithm: string) => boolean;
}

/** `ssh-rsa`, RSA with SHA-1, is in no list: chosen-prefix collisions of SHA-1 are affordable (RFC 9155).*/
const FORMS: Readonly<Record<SshKeyType, InnerForm>> = {
  'ssh-ed25519': { algorithms: ['ssh-ed25519'], check: checkEd25519 },
  'ecdsa-sha2-nistp256': ecdsaForm('ecdsa-sha2-nistp256', 'sha256', 32),
  'ecdsa-sha2-nistp384': ecdsaForm('ecdsa-sha2-nistp384', 'sha384', 48),
  'ecdsa-sha2-nistp521': ecdsaForm('ecdsa-sha2-nistp521', 'sha512', 66),
  'ssh-rsa': { algorithms: ['rsa-sha2-256', 'rsa-sha2-512'], check: checkRsa },
  'sk-ssh-ed25519@openssh.com': { algorithms: ['sk-ssh-ed25519@openssh.com'], check: checkEd25519 },
  'sk-ecdsa-sha2-nistp256@openssh.com': ecdsaForm('sk-ecdsa-sha2-nistp256@openssh.com', 'sha256', 32),
};

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/**
 * Verifies that a signature is one of `message`, made for `namespace` (OpenSSH PROTOCOL.sshsig). Signatures of FIDO keys
 * must carry the user presence flag. Every fault of the inner signature is `sshsig/bad-signature`; nothing is thrown.
 */
export function verifySshSignature(
  signature: SshSignature,
  message: Uint8Array,
  namespace: string,
): SshSignatureVerdict {
  if (signature.namespace !== namespace) {
    const text = `expected a signature for \`${namespace}\`, got one for \`${signature.namespace}\``;
    return { verified: false, code: 'sshsig/wrong-namespace', message: text };
  }
  const { key, algorithm } = signature;
  const form = FORMS[key.type];
  if (!form.algorithms.includes(algorithm)) {
    const text = `expected ${form.algorithms.join(' or ')} for a key of type ${key.type}, got \`${algorithm}\``;
    return { verified: false, code: 'sshsig/unsupported-algorithm', message: text };
  }
  const signed = sshSignedData(message, namespace, signature.hash);
  try {
    return verifyInner(signature, form, signed);
  } catch (error) {
    // node:crypto throws on some signatures that cannot be right; whatever it was, it was not a signature.
    const text = error instanceof BezoarError ? error.message : 'the signature is not by this key over these bytes';
    return { verified: false, code: 'sshsig/bad-signature', message: text };
  }
}

function verifyInner(signature: SshSignature, form: InnerForm, signed: Uint8Array): SshSignatureVerdict {
  const { key, algorithm, inner } = signature;
  const reader = wireReader(inner, 'inner signature');
  if (key.application === undefined) {
    const fits = form.check(wireReader(reader.string(inner.length), 'inner signature'), key.key, signed, algorithm);
    reader.end();
    return fits ? { verified: true } : BAD;
  }
  const raw = reader.string(inner.length);
  const flags = reader.byte();
  const counter = reader.uint32();
  reader.end();
  // PROTOCOL.u2f, "SSH U2F Signatures": what the authenticator signs in place of the message.
  const data = Buffer.concat([
    sha256Bytes(key.application),
    Buffer.from([flags]),
    uint32(counter),
    sha256Bytes(signed),
  ]);
  if (!form.check(wireReader(raw, 'inner signature'), key.key, data, algorithm)) return BAD;
  if ((flags & USER_PRESENT) === 0) {
    return { verified: false, code: 'sshsig/no-user-presence', message: 'nobody touched the authenticator' };
  }
  const userVerified = (flags & USER_VERIFIED) !== 0;
  return { verified: true, authenticator: { userPresent: true, userVerified, counter } };
}

const BAD: SshSignatureVerdict = {
  verified: false,
  code: 'sshsig/bad-signature',
  message: 'the signature is not by this key over these bytes',
};

function checkEd25519(reader: WireReader, key: KeyObject, data: Uint8Array): boolean {
  const signature = reader.bytes(64);
  reader.end();
  return verify(null, data, key, signature);
}

function ecdsaForm(algorithm: string, hash: string, scalarBytes: number): InnerForm {
  const check = (reader: WireReader, key: KeyObject, data: Uint8Array): boolean => {
    // RFC 5656, section 3.1.2: r and s as mpints, one after the other.
    const scalars = [reader.positiveInteger(scalarBytes), reader.positiveInteger(scalarBytes)];
    reader.end();
    const padded = scalars.map((scalar) => Buffer.concat([Buffer.alloc(scalarBytes - scalar.length), scalar]));
    return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.concat(padded));
  };
  return { algorithms: [algorithm], check };
}

function checkRsa(reader: WireReader, key: KeyObject, data: Uint8Array, algorithm: string): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  // RFC 8332, section 3: as long as the modulus.
  const signature = reader.bytes(Math.ceil(bits / 8));
  reader.end();
  return verify(algorithm === 'rsa-sha2-512' ? 'sha512' : 'sha256', data, key, signature);
}

function sha256Bytes(data: Uint8Array | string): Uint8Array {
  return createHash('sha256').update(data).digest();
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
