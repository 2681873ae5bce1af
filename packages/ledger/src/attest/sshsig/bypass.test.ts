import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeArmour, encodeArmour } from './armour.ts';
import { isLowOrderPoint } from './low-order-point.ts';
import { parsePublicKey } from './public-key.ts';
import { parseSshSignature } from './ssh-signature.ts';
import { mpint, softwareKey } from './testing/software-key.ts';
import { verifySshSignature } from './verify-ssh-signature.ts';
import { wireReader, wireString } from './wire.ts';

const NAMESPACE = 'decision@bezoar';
const MESSAGE = Buffer.from('the exact bytes\n');
const KEY = softwareKey('ssh-ed25519');
const ECDSA = softwareKey('ecdsa-sha2-nistp256');
const RSA = softwareKey('ssh-rsa');
const GOOD = KEY.sign(MESSAGE, NAMESPACE);

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'nothing was thrown';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const blobOf = (...fields: (string | Uint8Array)[]): Uint8Array => Buffer.concat(fields.map(wireString));

describe('an armoured signature that was tampered with', () => {
  const lines = GOOD.trimEnd().split('\n');
  const body = lines.slice(1, -1).join('');
  it.each([
    ['text before it', `hello\n${GOOD}`],
    ['text after it', `${GOOD}hello\n`],
    ['a second signature after it', `${GOOD}${GOOD}`],
    ['no header', lines.slice(1).join('\n')],
    ['no footer', lines.slice(0, -1).join('\n')],
    ['no body', `${lines[0]}\n${lines.at(-1)}\n`],
    ['the header of another format', GOOD.replaceAll('SSH SIGNATURE', 'PGP SIGNATURE')],
    ['white space inside a line', GOOD.replace(body.slice(10, 20), `${body.slice(10, 15)} ${body.slice(15, 20)}`)],
    ['a lone carriage return', GOOD.replace('\n', '\r')],
    ['an alphabet for URLs', GOOD.replace(lines[1]!, '-_-_')],
    ['bits left over in base64', `${lines[0]}\nU1NIU0l=\n${lines.at(-1)}\n`],
    ['no padding', `${lines[0]}\nU1NIU0k\n${lines.at(-1)}\n`],
    ['100 kB', `${lines[0]}\n${'A'.repeat(100_000)}\n${lines.at(-1)}\n`],
    ['nothing at all', ''],
  ])('is refused: %s', (_what, armoured) => {
    expect(codeOf(() => parseSshSignature(armoured))).toBe('sshsig/malformed');
  });

  it('is read with either line end, as editors leave it', () => {
    expect(decodeArmour(GOOD.replaceAll('\n', '\r\n'))).toEqual(decodeArmour(GOOD));
    expect(decodeArmour(GOOD.trimEnd())).toEqual(decodeArmour(GOOD));
  });
});

describe('a signature blob that was tampered with', () => {
  it.each([
    ['another magic', 'sshsig/malformed', { magic: 'SSHSIg' }],
    ['version 0', 'sshsig/unsupported-version', { version: 0 }],
    ['version 2', 'sshsig/unsupported-version', { version: 2 }],
    ['an empty namespace', 'sshsig/malformed', { namespace: '' }],
    ['a namespace with a line end', 'sshsig/malformed', { namespace: 'decision@bezoar\n' }],
    ['a namespace with a look-alike letter', 'sshsig/malformed', { namespace: 'd\u0435cision@bezoar' }],
    ['a long namespace', 'sshsig/malformed', { namespace: 'n'.repeat(257) }],
    ['a reserved field that says something', 'sshsig/malformed', { reserved: 'x' }],
    ['sha1', 'sshsig/unsupported-hash', { namedHash: 'sha1' }],
    ['an empty hash', 'sshsig/unsupported-hash', { namedHash: '' }],
    ['a byte after its end', 'sshsig/malformed', { after: Buffer.of(0) }],
    ['a DSA key', 'sshsig/unsupported-key', { publicKey: blobOf('ssh-dss', '', '', '', '') }],
    ['no key', 'sshsig/malformed', { publicKey: new Uint8Array() }],
    ['a certificate', 'sshsig/certificate', { publicKey: blobOf('ssh-ed25519-cert-v01@openssh.com', 'x') }],
    ['a WebAuthn key', 'sshsig/unsupported-key', { publicKey: blobOf('webauthn-sk-ecdsa-sha2-nistp256@openssh.com') }],
  ])('is refused: %s', (_what, code, choices) => {
    const armoured = KEY.sign(MESSAGE, NAMESPACE, choices);
    expect(codeOf(() => parseSshSignature(armoured))).toBe(code);
  });

  it('is refused with bytes after the inner signature', () => {
    for (const key of [KEY, ECDSA, RSA, softwareKey('sk-ssh-ed25519@openssh.com')]) {
      const signature = parseSshSignature(key.sign(MESSAGE, NAMESPACE, { afterInner: Buffer.of(1) }));
      expect(verifySshSignature(signature, MESSAGE, NAMESPACE)).toMatchObject({ code: 'sshsig/bad-signature' });
    }
  });

  it('is refused with an algorithm of another key type', () => {
    for (const algorithm of ['ssh-rsa', 'rsa-sha2-512', 'none', '', 'ecdsa-sha2-nistp256', 'toString', '__proto__']) {
      const signature = parseSshSignature(KEY.sign(MESSAGE, NAMESPACE, { algorithm }));
      expect(verifySshSignature(signature, MESSAGE, NAMESPACE)).toMatchObject({ code: 'sshsig/unsupported-algorithm' });
    }
  });

  it('is refused with ECDSA integers in a longer form, negative, zero or too long', () => {
    const signature = parseSshSignature(ECDSA.sign(MESSAGE, NAMESPACE));
    const outer = wireReader(signature.inner, 'test');
    const scalars = wireReader(outer.string(200), 'test');
    const [r, s] = [scalars.positiveInteger(32), scalars.positiveInteger(32)];
    const rebuilt = (first: Uint8Array): string | true => {
      const inner = wireString(Buffer.concat([first, mpint(s)]));
      const verdict = verifySshSignature({ ...signature, inner }, MESSAGE, NAMESPACE);
      return verdict.verified || verdict.code;
    };
    expect(rebuilt(mpint(r))).toBe(true);
    const longer = wireString(Buffer.concat([Buffer.alloc(r[0]! >= 0x80 ? 2 : 1), r]));
    const negative = wireString(Buffer.concat([Buffer.of(0xff), r.subarray(1)]));
    for (const bad of [
      longer,
      negative,
      mpint(Buffer.alloc(0)),
      wireString(Buffer.of(0)),
      mpint(Buffer.alloc(33, 1)),
    ]) {
      expect(rebuilt(bad)).toBe('sshsig/bad-signature');
    }
  });

  it('is refused with an ECDSA integer whose first bit makes it negative', () => {
    // The sign byte left out: the magnitude is right, the encoding is not (RFC 4251, section 5). r begins so half of the time.
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const signature = parseSshSignature(ECDSA.sign(MESSAGE, NAMESPACE));
      const scalars = wireReader(wireReader(signature.inner, 'test').string(200), 'test');
      const [r, s] = [scalars.positiveInteger(32), scalars.positiveInteger(32)];
      if (r[0]! < 0x80 || r.length < 32) continue;
      const inner = wireString(Buffer.concat([wireString(r), mpint(s)]));
      const verdict = verifySshSignature({ ...signature, inner }, MESSAGE, NAMESPACE);
      expect(verdict).toMatchObject({ verified: false, message: expect.stringContaining('positive integer') });
      return;
    }
    throw new Error('no signature with such an r');
  });

  it('is refused when an RSA signature is shorter than its modulus', () => {
    const signature = parseSshSignature(RSA.sign(MESSAGE, NAMESPACE));
    const inner = wireString(signature.inner.subarray(5));
    expect(verifySshSignature({ ...signature, inner }, MESSAGE, NAMESPACE)).toMatchObject({ verified: false });
  });
});

describe('a public key', () => {
  const point = KEY.blob.subarray(-32);
  const ecPoint = ECDSA.blob.subarray(-65);
  const modulus = Buffer.alloc(256, 0xab);
  const exponent = Buffer.of(1, 0, 1);
  it.each([
    ['cut short', 'sshsig/malformed', KEY.blob.subarray(0, -1)],
    ['with a byte more', 'sshsig/malformed', Buffer.concat([KEY.blob, Buffer.of(0)])],
    ['whose length field says 4 GB', 'sshsig/malformed', Buffer.of(255, 255, 255, 255, 1)],
    ['of 31 bytes', 'sshsig/malformed', blobOf('ssh-ed25519', point.subarray(1))],
    ['on a curve that its type does not name', 'sshsig/malformed', blobOf('ecdsa-sha2-nistp256', 'nistp384', ecPoint)],
    ['on a curve without a name', 'sshsig/malformed', blobOf('ecdsa-sha2-nistp256', '', ecPoint)],
    ['compressed', 'sshsig/malformed', blobOf('ecdsa-sha2-nistp256', 'nistp256', ecPoint.subarray(0, 33))],
    ['at infinity', 'sshsig/malformed', blobOf('ecdsa-sha2-nistp256', 'nistp256', Buffer.of(0))],
    ['off its curve', 'sshsig/malformed', blobOf('ecdsa-sha2-nistp256', 'nistp256', Buffer.alloc(65, 4))],
    [
      'RSA of 1024 bits',
      'sshsig/weak-key',
      Buffer.concat([wireString('ssh-rsa'), mpint(exponent), mpint(modulus.subarray(128))]),
    ],
    [
      'RSA of 2047 bits',
      'sshsig/weak-key',
      Buffer.concat([wireString('ssh-rsa'), mpint(exponent), wireString(Buffer.alloc(256, 0x7f))]),
    ],
    [
      'RSA of 9000 bits',
      'sshsig/malformed',
      Buffer.concat([wireString('ssh-rsa'), mpint(exponent), mpint(Buffer.alloc(1125, 0xab))]),
    ],
    [
      'RSA with exponent 1',
      'sshsig/weak-key',
      Buffer.concat([wireString('ssh-rsa'), mpint(Buffer.of(1)), mpint(modulus)]),
    ],
    [
      'RSA with exponent 3',
      'sshsig/weak-key',
      Buffer.concat([wireString('ssh-rsa'), mpint(Buffer.of(3)), mpint(modulus)]),
    ],
    [
      'RSA with an even modulus',
      'sshsig/weak-key',
      Buffer.concat([wireString('ssh-rsa'), mpint(exponent), mpint(Buffer.alloc(256, 0xaa))]),
    ],
    [
      'RSA with an exponent of 9 bytes',
      'sshsig/malformed',
      Buffer.concat([wireString('ssh-rsa'), mpint(Buffer.alloc(9, 1)), mpint(modulus)]),
    ],
    [
      'of a FIDO credential for a website',
      'sshsig/malformed',
      blobOf('sk-ssh-ed25519@openssh.com', point, 'https://example.com'),
    ],
    ['of a FIDO credential without application', 'sshsig/malformed', blobOf('sk-ssh-ed25519@openssh.com', point)],
    ['of a type with a control character', 'sshsig/malformed', blobOf('ssh-ed25519\0', point)],
  ])('is refused: %s', (_what, code, blob) => {
    expect(codeOf(() => parsePublicKey(blob))).toBe(code);
  });

  it('of low order, for which anyone can sign anything, is refused in all its spellings', () => {
    const identity = Buffer.alloc(32);
    identity[0] = 1;
    const everything = Buffer.concat([identity, Buffer.alloc(32)]);
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: identity.toString('base64url') },
      format: 'jwk',
    });
    // The danger is real: this one signature, made without a secret, fits every message.
    for (const message of ['a', 'b']) expect(verify(null, Buffer.from(message), key, everything)).toBe(true);
    expect(codeOf(() => parsePublicKey(blobOf('ssh-ed25519', identity)))).toBe('sshsig/weak-key');
    const p = Buffer.from(`ed${'ff'.repeat(30)}7f`, 'hex');
    const spellings = [
      '00'.repeat(32),
      `01${'00'.repeat(30)}80`,
      `ec${'ff'.repeat(30)}7f`,
      p.toString('hex'),
      `ee${'ff'.repeat(31)}`,
    ];
    const eight = ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'];
    for (const hex of [...spellings, ...eight]) expect(isLowOrderPoint(Buffer.from(hex, 'hex'))).toBe(true);
    expect(isLowOrderPoint(point)).toBe(false);
  });

  it('of order 8 satisfies the curve equation that makes it one', () => {
    // Doubling (RFC 8032, section 5.1.4): a point of order 8 doubles to one of order 4, which has y = 0, so that y^2 = -x^2.
    const p = 2n ** 255n - 19n;
    const power = (base: bigint, exponent: bigint): bigint => {
      let [result, square, left] = [1n, base % p, exponent];
      for (; left > 0n; left >>= 1n) {
        if (left % 2n === 1n) result = (result * square) % p;
        square = (square * square) % p;
      }
      return result;
    };
    const d = ((p - 121_665n) * power(121_666n, p - 2n)) % p;
    for (const hex of [
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    ]) {
      const y = BigInt(`0x${Buffer.from(hex, 'hex').reverse().toString('hex')}`);
      const yy = (y * y) % p;
      // -x^2 + y^2 = 1 + d x^2 y^2 with x^2 = -y^2.
      expect((2n * yy) % p).toBe((((1n - d * yy * yy) % p) + p) % p);
    }
  });
});

describe('bytes that mean nothing', () => {
  const isTyped = (run: () => unknown): boolean => /^(?:nothing was thrown|sshsig\/[a-z-]+)$/.test(codeOf(run));

  it('give typed errors only, from every parser', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = Buffer.from(bytes).toString('latin1');
      return (
        isTyped(() => parsePublicKey(bytes)) &&
        isTyped(() => parseSshSignature(encodeArmour(bytes))) &&
        isTyped(() => parseSshSignature(text)) &&
        isTyped(() => parseSshSignature(encodeArmour(Buffer.concat([Buffer.from('SSHSIG\0\0\0\x01'), bytes]))))
      );
    });
    fc.assert(property, { seed: 42, numRuns: 1500 });
  });

  it('in place of a part of a real signature give typed errors or a refusal', () => {
    const blobs = [KEY, ECDSA, RSA].map((key) => key.signatureOf(MESSAGE, NAMESPACE));
    const edit = fc.record({
      blob: fc.constantFrom(...blobs),
      at: fc.nat(600),
      removed: fc.nat(8),
      added: fc.uint8Array({ maxLength: 8 }),
    });
    const property = fc.property(edit, ({ blob, at, removed, added }) => {
      const mutant = Buffer.concat([blob.subarray(0, at), added, blob.subarray(at + removed)]);
      if (mutant.equals(blob)) return true;
      return isTyped(() => {
        const verdict = verifySshSignature(parseSshSignature(encodeArmour(mutant)), MESSAGE, NAMESPACE);
        if (verdict.verified) throw new Error('a mutant was accepted');
      });
    });
    fc.assert(property, { seed: 43, numRuns: 1500 });
  });
});
