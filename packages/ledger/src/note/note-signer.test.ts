import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyCosignature, verifyNoteSignature } from './cosignature.ts';
import { createCosigner, createNoteSigner, generateNoteKey } from './note-signer.ts';
import { formatNote, parseNote } from './signed-note.ts';
import { parseVerifierKey } from './verifier-key.ts';

// golang.org/x/mod/sumdb/note, package documentation: the private key's 32 bytes, its public key, a text and its note.
const SECRET = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const PUBLIC = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

// PKCS #8 of an Ed25519 key, up to the key (RFC 8410 section 7).
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const peter = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, SECRET]), format: 'der', type: 'pkcs8' });

describe('createNoteSigner', () => {
  it("signs the example of Go's note package, byte for byte", () => {
    const signer = createNoteSigner('PeterNeumann', peter);
    expect(signer.verifierKey).toBe(PUBLIC);
    expect(formatNote({ text: TEXT, signatures: [signer.sign(TEXT)] })).toBe(NOTE);
  });

  it('makes signatures that verify for their text and key only', () => {
    const { text, signatures } = parseNote(NOTE);
    const key = parseVerifierKey(PUBLIC);
    const [own] = signatures;
    expect(verifyNoteSignature(text, own!, key)).toBe(true);
    expect(verifyNoteSignature(`${text}\n`, own!, key)).toBe(false);
    expect(verifyNoteSignature(text, { ...own!, signature: own!.signature.slice(1) }, key)).toBe(false);
    const other = parseVerifierKey(createNoteSigner('PeterNeumann', generateNoteKey()).verifierKey);
    expect(verifyNoteSignature(text, own!, other)).toBe(false);
  });

  it('refuses a text that no note can have', () => {
    const signer = createNoteSigner('log', peter);
    for (const text of ['', 'no newline', 'a\rb\n']) {
      expect(() => signer.sign(text)).toThrow(expect.objectContaining({ code: 'note/malformed' }));
    }
  });

  it('refuses a name or a key that cannot sign notes', () => {
    const malformed = expect.objectContaining({ code: 'note/key-malformed' });
    expect(() => createNoteSigner('two words', peter)).toThrow(malformed);
    expect(() => createNoteSigner('log', createPublicKey(peter))).toThrow(malformed);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => createCosigner('log', privateKey)).toThrow(malformed);
  });
});

describe('createCosigner', () => {
  const cosigner = createCosigner('witness.example/w1', generateNoteKey());
  const key = parseVerifierKey(cosigner.verifierKey);
  const text = 'example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  it('binds the text and the time', () => {
    const cosignature = cosigner.cosign(text, 1_679_315_147);
    expect(verifyCosignature(text, cosignature, key)).toBe(1_679_315_147);
    expect(verifyCosignature(text.replace('\n1\n', '\n2\n'), cosignature, key)).toBeUndefined();
    for (let at = 0; at < cosignature.signature.length; at += 1) {
      const signature = cosignature.signature.with(at, cosignature.signature[at]! ^ 1);
      expect(verifyCosignature(text, { ...cosignature, signature }, key)).toBeUndefined();
    }
  });

  it('makes no signature that a note signature could pass for, even with the same key', () => {
    const privateKey = generateNoteKey();
    const signer = createNoteSigner('both', privateKey);
    const asCosigner = createCosigner('both', privateKey);
    const cosignature = asCosigner.cosign(text, 5);
    expect(parseVerifierKey(signer.verifierKey).keyId).not.toBe(cosignature.keyId);
    expect(verifyNoteSignature(text, cosignature, parseVerifierKey(signer.verifierKey))).toBe(false);
    const bare = { ...cosignature, signature: cosignature.signature.slice(8) };
    expect(verifyNoteSignature(text, bare, parseVerifierKey(signer.verifierKey))).toBe(false);
    expect(verifyCosignature(text, signer.sign(text), parseVerifierKey(asCosigner.verifierKey))).toBeUndefined();
  });

  it('refuses a time that is none', () => {
    for (const time of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => cosigner.cosign(text, time)).toThrow(expect.objectContaining({ code: 'note/timestamp' }));
    }
  });
});
