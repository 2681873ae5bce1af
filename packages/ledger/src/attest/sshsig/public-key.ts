import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { BezoarError } from '@bezoar/core';
import { isLowOrderPoint } from './low-order-point.ts';
import { type WireReader, wireReader } from './wire.ts';

/** Key types that are read. The two with `sk-` live in a FIDO authenticator (OpenSSH, PROTOCOL.u2f). */
export type SshKeyType =
  | 'ssh-ed25519'
  | 'ecdsa-sha2-nistp256'
  | 'ecdsa-sha2-nistp384'
  | 'ecdsa-sha2-nistp521'
  | 'ssh-rsa'
  | 'sk-ssh-ed25519@openssh.com'
  | 'sk-ecdsa-sha2-nistp256@openssh.com';

/** A public key, as it stands in an authorized-keys or allowed-signers file and inside each signature. */
export interface SshPublicKey {
  readonly type: SshKeyType;
  readonly key: KeyObject;
  /** `SHA256:` and the SHA-256 of the key's blob in base64 without padding: what `ssh-keygen -l` prints. */
  readonly fingerprint: string;
  /** The relying party of a FIDO key, `ssh:` by default. */
  readonly application?: string;
}

/** Largest key blob, in bytes: RSA of 8192 bits takes 1,052. Stops memory exhaustion by a length field (CWE-789). */
export const MAX_KEY_BYTES = 2048;

/** RSA moduli, in bits: NIST SP 800-131A refuses less; more only costs the verifier time. */
export const MIN_RSA_BITS = 2048;
/** See `MIN_RSA_BITS`. */
export const MAX_RSA_BITS = 8192;

/** Bytes of a public exponent: FIPS 186-5 allows up to 256 bits; real ones have 3, and long ones cost the verifier time. */
const MAX_EXPONENT_BYTES = 8;
const MIN_EXPONENT = 65_537n;

const MAX_NAME_BYTES = 64;
const MAX_APPLICATION_BYTES = 256;

const CURVES = {
  nistp256: { crv: 'P-256', bytes: 32 },
  nistp384: { crv: 'P-384', bytes: 48 },
  nistp521: { crv: 'P-521', bytes: 66 },
} as const;

/**
 * Reads a public key blob (RFC 4253 section 6.6, RFC 5656, RFC 8709, OpenSSH PROTOCOL.u2f) to its last byte.
 *
 * Throws `sshsig/certificate` for a certificate, `sshsig/unsupported-key` for a type that is not read,
 * `sshsig/weak-key` for a key that does not bind its holder, and `sshsig/malformed`.
 */
export function parsePublicKey(blob: Uint8Array): SshPublicKey {
  // Attacker controls: blob.
  if (blob.length > MAX_KEY_BYTES) {
    throw new BezoarError(
      'sshsig/malformed',
      `public key: expected at most ${MAX_KEY_BYTES} bytes, got ${blob.length}`,
    );
  }
  const reader = wireReader(blob, 'public key');
  const type = knownType(reader.text(MAX_NAME_BYTES));
  const jwk =
    type === 'ssh-rsa' ? rsaKey(reader) : type.includes('ed25519') ? ed25519Key(reader) : ecdsaKey(reader, type);
  const application = type.startsWith('sk-') ? applicationOf(reader) : undefined;
  reader.end();
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  const fingerprint = `SHA256:${digest}`;
  return { type, key: importKey(jwk), fingerprint, ...(application === undefined ? {} : { application }) };
}

function knownType(name: string): SshKeyType {
  switch (name) {
    case 'ssh-ed25519':
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
    case 'ssh-rsa':
    case 'sk-ssh-ed25519@openssh.com':
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return name;
  }
  if (/-cert-v\d\d@openssh\.com$/.test(name)) {
    const message = `\`${name}\` is a certificate; sign with the key itself, and list that key`;
    throw new BezoarError('sshsig/certificate', message);
  }
  throw new BezoarError('sshsig/unsupported-key', `keys of type \`${name}\` are not supported`);
}

function ed25519Key(reader: WireReader): JsonWebKey {
  const point = reader.string(32);
  if (point.length !== 32) throw new BezoarError('sshsig/malformed', `expected 32 bytes, got ${point.length}`);
  if (isLowOrderPoint(point)) {
    throw new BezoarError('sshsig/weak-key', 'a point of low order: anyone can sign for this key');
  }
  return { kty: 'OKP', crv: 'Ed25519', x: base64url(point) };
}

function ecdsaKey(reader: WireReader, type: SshKeyType): JsonWebKey {
  const name = reader.text(MAX_NAME_BYTES);
  const curve = type.includes(name) && Object.hasOwn(CURVES, name) ? CURVES[name as keyof typeof CURVES] : undefined;
  if (curve === undefined) throw new BezoarError('sshsig/malformed', `\`${type}\` with curve \`${name}\``);
  const point = reader.string(1 + 2 * curve.bytes);
  // SEC 1, section 2.3.4; OpenSSH writes and reads the uncompressed form only.
  if (point[0] !== 4 || point.length !== 1 + 2 * curve.bytes) {
    throw new BezoarError('sshsig/malformed', `expected an uncompressed point of ${1 + 2 * curve.bytes} bytes`);
  }
  const [x, y] = [point.subarray(1, 1 + curve.bytes), point.subarray(1 + curve.bytes)];
  return { kty: 'EC', crv: curve.crv, x: base64url(x), y: base64url(y) };
}

function rsaKey(reader: WireReader): JsonWebKey {
  const exponent = reader.positiveInteger(MAX_EXPONENT_BYTES);
  const modulus = reader.positiveInteger(MAX_RSA_BITS / 8);
  const bits = modulus.length * 8 - Math.clz32(modulus[0]!) + 24;
  if (bits < MIN_RSA_BITS) {
    throw new BezoarError('sshsig/weak-key', `expected RSA of at least ${MIN_RSA_BITS} bits, got ${bits}`);
  }
  const e = BigInt(`0x${Buffer.from(exponent).toString('hex')}`);
  const isEven = e % 2n === 0n || modulus.at(-1)! % 2 === 0;
  // FIPS 186-5, section 5.1: a public exponent is odd and greater than 2^16.
  if (isEven || e < MIN_EXPONENT) throw new BezoarError('sshsig/weak-key', `RSA with public exponent ${e}`);
  return { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) };
}

/** PROTOCOL.u2f: application strings begin with `ssh:`. Another one is a credential made for another relying party. */
function applicationOf(reader: WireReader): string {
  const application = reader.text(MAX_APPLICATION_BYTES);
  if (application.startsWith('ssh:')) return application;
  throw new BezoarError(
    'sshsig/malformed',
    `expected an application that begins with \`ssh:\`, got \`${application}\``,
  );
}

function importKey(jwk: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch (cause) {
    throw new BezoarError('sshsig/malformed', 'public key: not a point of its curve', { cause });
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
