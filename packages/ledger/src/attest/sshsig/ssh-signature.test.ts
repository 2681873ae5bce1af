import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeArmour } from './armour.ts';
import { parsePublicKey } from './public-key.ts';
import { parseSshSignature } from './ssh-signature.ts';
import { KEY_TYPES, type SoftwareKey, softwareKey } from './testing/software-key.ts';
import { verifySshSignature } from './verify-ssh-signature.ts';

const NAMESPACE = 'decision@bezoar';
const MESSAGE = Buffer.from('the exact bytes\n');
const KEYS: readonly SoftwareKey[] = KEY_TYPES.map((type) => softwareKey(type));
const ED25519 = KEYS[0]!;
const RSA = KEYS.at(-1)!;
const SK = KEYS.find(({ type }) => type === 'sk-ssh-ed25519@openssh.com')!;

const verdictOf = (armoured: string, message: Uint8Array = MESSAGE, namespace = NAMESPACE) =>
  verifySshSignature(parseSshSignature(armoured), message, namespace);

describe('an SSH signature', () => {
  it.each(KEYS)('of a key of type $type verifies over its message, under both hashes', (key) => {
    for (const hash of ['sha256', 'sha512'] as const) {
      const signature = parseSshSignature(key.sign(MESSAGE, NAMESPACE, { hash }));
      expect(signature).toMatchObject({ namespace: NAMESPACE, hash, key: { type: key.type } });
      expect(verifySshSignature(signature, MESSAGE, NAMESPACE).verified).toBe(true);
    }
  });

  it.each(KEYS)('of a key of type $type is refused over any other message', (key) => {
    const armoured = key.sign(MESSAGE, NAMESPACE);
    for (const other of ['', 'the exact bytes', 'the exact bytes\r\n', 'the exact Bytes\n']) {
      expect(verdictOf(armoured, Buffer.from(other))).toMatchObject({ verified: false, code: 'sshsig/bad-signature' });
    }
  });

  it('is refused for another purpose, whether it says so or lies', () => {
    const wrong = { verified: false, code: 'sshsig/wrong-namespace' };
    expect(verdictOf(ED25519.sign(MESSAGE, 'git'))).toMatchObject(wrong);
    const relabelled = ED25519.sign(MESSAGE, 'git', { namespace: NAMESPACE });
    expect(verdictOf(relabelled)).toMatchObject({ verified: false, code: 'sshsig/bad-signature' });
  });

  it('takes both RSA algorithms with SHA-2, and never SHA-1', () => {
    for (const algorithm of ['rsa-sha2-256', 'rsa-sha2-512']) {
      expect(verdictOf(RSA.sign(MESSAGE, NAMESPACE, { algorithm })).verified).toBe(true);
    }
    const sha1 = RSA.sign(MESSAGE, NAMESPACE, { algorithm: 'ssh-rsa' });
    expect(verdictOf(sha1)).toMatchObject({ verified: false, code: 'sshsig/unsupported-algorithm' });
  });

  it('of a FIDO key says whether its user was verified, and counts', () => {
    const verdict = verdictOf(SK.sign(MESSAGE, NAMESPACE, { flags: 5, counter: 4_000_000_000 }));
    const authenticator = { userPresent: true, userVerified: true, counter: 4_000_000_000 };
    expect(verdict).toEqual({ verified: true, authenticator });
    expect(verdictOf(ED25519.sign(MESSAGE, NAMESPACE))).toEqual({ verified: true });
  });

  it.each(KEYS.filter(({ type }) => type.startsWith('sk-')))('of $type is refused when nobody touched it', (key) => {
    for (const flags of [0, 4]) {
      const verdict = verdictOf(key.sign(MESSAGE, NAMESPACE, { flags }));
      expect(verdict).toMatchObject({ verified: false, code: 'sshsig/no-user-presence' });
    }
  });

  it('names its key as ssh-keygen -l does', () => {
    // Public key of RFC 8032, section 7.1, test 1; fingerprint printed by `ssh-keygen -l` (OpenSSH 9.2).
    const line = 'AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
    const { fingerprint } = parsePublicKey(Buffer.from(line, 'base64'));
    expect(fingerprint).toBe('SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8');
  });

  it.each(KEYS)('of $type is refused with any byte flipped', (key) => {
    const blob = key.signatureOf(MESSAGE, NAMESPACE);
    const flips = fc.tuple(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }));
    const isRefused = ([at, mask]: [number, number]): boolean => {
      const mutant = Buffer.from(blob);
      mutant[at]! ^= mask;
      try {
        const signature = parseSshSignature(encodeArmour(mutant));
        return !verifySshSignature(signature, MESSAGE, NAMESPACE).verified;
      } catch (error) {
        return /^sshsig\//.test((error as { code?: string }).code ?? '');
      }
    };
    fc.assert(fc.property(flips, isRefused), { seed: 41, numRuns: 120 });
  });
});
