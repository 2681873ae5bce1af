import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { encodeArmour } from '../armour.ts';
import { parsePublicKey, type SshKeyType } from '../public-key.ts';
import { SSHSIG_MAGIC, type SshHash, sshSignedData } from '../ssh-signature.ts';
import { wireString } from '../wire.ts';

/** What a test may choose or break in a signature. */
export interface SignatureChoices {
  readonly hash?: SshHash;
  /** The hash that the signature names, where it is to lie. */
  readonly namedHash?: string;
  readonly algorithm?: string;
  readonly version?: number;
  readonly magic?: string;
  readonly reserved?: string;
  readonly namespace?: string;
  /** Of an authenticator: 1 user present, 4 user verified. */
  readonly flags?: number;
  readonly counter?: number;
  /** In place of the key that signs. */
  readonly publicKey?: Uint8Array;
  readonly afterInner?: Uint8Array;
  readonly after?: Uint8Array;
}

/** A key that tests sign with: made of node:crypto, authenticators included. Never a key for anything else. */
export interface SoftwareKey {
  readonly type: SshKeyType;
  readonly blob: Uint8Array;
  /** Type and blob, as they stand in an allowed-signers line. */
  readonly line: string;
  readonly fingerprint: string;
  readonly privateKey: KeyObject;
  /** The blob of a signature. */
  readonly signatureOf: (message: Uint8Array | string, namespace: string, choices?: SignatureChoices) => Uint8Array;
  /** The same, armoured. */
  readonly sign: (message: Uint8Array | string, namespace: string, choices?: SignatureChoices) => string;
}

/** Every key type, RSA last because it is slow to make. */
export const KEY_TYPES: readonly SshKeyType[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
  'ssh-rsa',
];

/** `mpint` of a magnitude (RFC 4251, section 5). */
export function mpint(magnitude: Uint8Array): Uint8Array {
  const start = magnitude.findIndex((byte) => byte !== 0);
  const shortest = start < 0 ? new Uint8Array() : magnitude.subarray(start);
  return wireString((shortest[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), shortest]) : shortest);
}

/** Makes a key. `application` is that of a FIDO key, `bits` that of an RSA key. */
export function softwareKey(
  type: SshKeyType,
  { application = 'ssh:', bits = 2048 }: { readonly application?: string; readonly bits?: number } = {},
): SoftwareKey {
  const { publicKey, privateKey } = keyPair(type, bits);
  const jwk = publicKey.export({ format: 'jwk' });
  const field = (name: 'x' | 'y' | 'n' | 'e'): Uint8Array => Buffer.from(String(jwk[name]), 'base64url');
  const curve = `nistp${String(jwk.crv).slice(2)}`;
  const body = type.includes('ed25519')
    ? [wireString(field('x'))]
    : type === 'ssh-rsa'
      ? [mpint(field('e')), mpint(field('n'))]
      : [wireString(curve), wireString(Buffer.concat([Buffer.of(4), field('x'), field('y')]))];
  const last = type.startsWith('sk-') ? [wireString(application)] : [];
  const blob = Buffer.concat([wireString(type), ...body, ...last]);
  const signatureOf: SoftwareKey['signatureOf'] = (message, namespace, choices = {}) => {
    const { hash = 'sha512' } = choices;
    const signed = sshSignedData(Buffer.from(message), namespace, hash);
    const inner = innerSignature(type, privateKey, application, signed, choices);
    return Buffer.concat([
      Buffer.from(choices.magic ?? SSHSIG_MAGIC),
      uint32(choices.version ?? 1),
      wireString(choices.publicKey ?? blob),
      wireString(choices.namespace ?? namespace),
      wireString(choices.reserved ?? ''),
      wireString(choices.namedHash ?? hash),
      wireString(inner),
      choices.after ?? new Uint8Array(),
    ]);
  };
  return {
    type,
    blob,
    line: `${type} ${blob.toString('base64')}`,
    fingerprint: bits < 2048 ? '' : parsePublicKey(blob).fingerprint,
    privateKey,
    signatureOf,
    sign: (message, namespace, choices) => encodeArmour(signatureOf(message, namespace, choices)),
  };
}

function keyPair(type: SshKeyType, bits: number): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (type.includes('ed25519')) return generateKeyPairSync('ed25519');
  if (type === 'ssh-rsa') return generateKeyPairSync('rsa', { modulusLength: bits });
  return generateKeyPairSync('ec', {
    namedCurve: `P-${type.includes('256') ? 256 : type.includes('384') ? 384 : 521}`,
  });
}

function innerSignature(
  type: SshKeyType,
  key: KeyObject,
  application: string,
  signed: Uint8Array,
  { algorithm = type === 'ssh-rsa' ? 'rsa-sha2-512' : type, flags = 1, counter = 7, afterInner }: SignatureChoices,
): Uint8Array {
  const isSk = type.startsWith('sk-');
  const tail = isSk ? Buffer.concat([Buffer.of(flags), uint32(counter)]) : Buffer.alloc(0);
  const data = isSk ? Buffer.concat([sha256(application), tail, sha256(signed)]) : signed;
  const raw = rawSignature(type, key, data, algorithm);
  return Buffer.concat([wireString(algorithm), wireString(raw), tail, afterInner ?? new Uint8Array()]);
}

function rawSignature(type: SshKeyType, key: KeyObject, data: Uint8Array, algorithm: string): Uint8Array {
  if (type.includes('ed25519')) return sign(null, data, key);
  if (type === 'ssh-rsa') {
    const hash = algorithm === 'rsa-sha2-512' ? 'sha512' : algorithm === 'rsa-sha2-256' ? 'sha256' : 'sha1';
    return sign(hash, data, key);
  }
  const hash = type.includes('521') ? 'sha512' : type.includes('384') ? 'sha384' : 'sha256';
  const fixed = sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
  return Buffer.concat([mpint(fixed.subarray(0, fixed.length / 2)), mpint(fixed.subarray(fixed.length / 2))]);
}

function sha256(data: Uint8Array | string): Uint8Array {
  return createHash('sha256').update(data).digest();
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
