import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStatement, statementBytes } from '../statement/statement.ts';
import { bundleBytes, createBundle, parseBundle, verifyBundle } from './bundle.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';
import { preAuthEncoding } from './pae.ts';
import { coSignEnvelope, signEnvelope } from './sign-envelope.ts';
import { dsseKeyId } from './signing-key.ts';
import { verifyEnvelope } from './verify-envelope.ts';

const BYTES = statementBytes(
  createStatement([{ digest: { sha256: 'b'.repeat(64) } }], 'bezoar:attestation/x/v0.1', {}),
);
const ED = generateKeyPairSync('ed25519');
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const OTHER = generateKeyPairSync('ed25519');
const trusted = (key: KeyObject, keyId: string = dsseKeyId(key)) => ({ keyId, key });
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('a DSSE envelope', () => {
  it('signs the pre-authentication encoding of the specification', () => {
    // https://github.com/secure-systems-lab/dsse/blob/master/protocol.md, test vectors: payload "hello world".
    const pae = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(Buffer.from(pae).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    expect(Buffer.from(preAuthEncoding('é', Buffer.of(0xff))).toString('latin1')).toBe(
      'DSSEv1 2 \u00c3\u00a9 1 \u00ff',
    );
  });

  it.each([
    ['Ed25519', ED],
    ['P-256', EC],
  ])('signed with %s hands out its payload, and only then', (_name, pair) => {
    const envelope = signEnvelope(BYTES, pair.privateKey);
    const verdict = verifyEnvelope(parseEnvelope(encode(envelope)), [trusted(pair.publicKey)]);
    expect(verdict).toEqual({ accepted: true, payload: new Uint8Array(BYTES), keyIds: [dsseKeyId(pair.publicKey)] });
    const refusal = verifyEnvelope(envelope, [trusted(OTHER.publicKey)]);
    expect(refusal).toMatchObject({ accepted: false, code: 'dsse/too-few-signatures' });
    expect(refusal).not.toHaveProperty('payload');
  });

  it('counts distinct keys, whatever names and however many signatures they have', () => {
    const once = signEnvelope(BYTES, ED.privateKey, 'a');
    const twice = coSignEnvelope(once, ED.privateKey, 'b');
    const keys = [trusted(ED.publicKey, 'a'), trusted(ED.publicKey, 'b'), trusted(EC.publicKey)];
    const tooFew = { accepted: false, message: 'expected signatures of 2 distinct trusted keys, got 1' };
    expect(verifyEnvelope(twice, keys, { threshold: 2 })).toMatchObject(tooFew);
    const both = coSignEnvelope(twice, EC.privateKey);
    expect(verifyEnvelope(both, keys, { threshold: 2 })).toMatchObject({
      accepted: true,
      keyIds: ['a', dsseKeyId(EC.publicKey)],
    });
  });

  it('verifies whatever key id it bears, because nobody signed that', () => {
    const envelope = signEnvelope(BYTES, ED.privateKey, 'somebody else');
    expect(verifyEnvelope(envelope, [trusted(ED.publicKey)])).toMatchObject({ accepted: true });
    const { sig } = envelope.signatures[0]!;
    expect(verifyEnvelope({ ...envelope, signatures: [{ sig }] }, [trusted(ED.publicKey)]).accepted).toBe(true);
  });

  it('of another payload type is refused', () => {
    const envelope = { ...signEnvelope(BYTES, ED.privateKey), payloadType: 'text/plain' };
    expect(verifyEnvelope(envelope, [trusted(ED.publicKey)])).toMatchObject({ code: 'dsse/wrong-payload-type' });
    const relabelled = verifyEnvelope(envelope, [trusted(ED.publicKey)], { payloadType: 'text/plain' });
    expect(relabelled).toMatchObject({ code: 'dsse/too-few-signatures' });
  });

  it.each([0, -1, 1.5, 2, Number.NaN, Number.POSITIVE_INFINITY])(
    'is not judged by a threshold of %s of one key',
    (threshold) => {
      const keys = [trusted(ED.publicKey), trusted(ED.publicKey, 'again')];
      const judge = () => verifyEnvelope(signEnvelope(BYTES, ED.privateKey), keys, { threshold });
      expect(judge).toThrow(expect.objectContaining({ code: 'dsse/bad-rule' }));
    },
  );

  it('takes no other kind of key', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const unsupported = expect.objectContaining({ code: 'dsse/unsupported-key' });
    for (const { privateKey, publicKey } of [rsa, p384]) {
      expect(() => signEnvelope(BYTES, privateKey, 'x')).toThrow(unsupported);
      const envelope = signEnvelope(BYTES, ED.privateKey);
      expect(() => verifyEnvelope(envelope, [{ keyId: 'x', key: publicKey }])).toThrow(unsupported);
    }
  });

  it('names a private key as its public key', () => {
    expect(dsseKeyId(EC.privateKey)).toBe(dsseKeyId(createPublicKey(EC.privateKey)));
  });
});

describe('a malformed envelope', () => {
  const good = signEnvelope(BYTES, ED.privateKey);
  const [signature] = good.signatures;
  it.each([
    ['no signature', { ...good, signatures: [] }, /expected 1 to 32 items, got 0/],
    ['33 signatures', { ...good, signatures: Array(33).fill(signature) }, /got 33/],
    ['a payload in the alphabet for URLs', { ...good, payload: '-_-_' }, /standard base64/],
    ['a payload without padding', { ...good, payload: 'aGk' }, /standard base64/],
    ['a signature with bits left over', { ...good, signatures: [{ sig: 'aGl=' }] }, /signatures\[0\]\.sig/],
    ['an empty signature', { ...good, signatures: [{ sig: '' }] }, /sig: empty/],
    ['a long signature', { ...good, signatures: [{ sig: 'AAAA'.repeat(257) }] }, /at most 1024/],
    ['a key id that is no text', { ...good, signatures: [{ ...signature, keyid: 1 }] }, /keyid: expected a text/],
    ['an unknown field of a signature', { ...good, signatures: [{ ...signature, cert: 'x' }] }, /unknown field "cert"/],
    ['an unknown field', { ...good, extra: 1 }, /unknown field "extra"/],
    ['no payload type', { ...good, payloadType: undefined }, /payloadType/],
    ['no object', 'x', /expected an object/],
  ])('is refused: %s', (_what, value, message) => {
    expect(() => parseEnvelope(encode(value))).toThrow(message);
    expect(() => verifyEnvelope(value as Envelope, [trusted(ED.publicKey)])).toThrow(message);
  });

  it('never verifies, and gives typed errors only, whatever is written over it', () => {
    const bundle = bundleBytes(createBundle(good));
    const edit = fc.tuple(fc.nat(bundle.length), fc.nat(5), fc.uint8Array({ maxLength: 5 }));
    const payload = new Uint8Array(BYTES);
    const property = fc.property(edit, ([at, removed, added]) => {
      const mutant = Buffer.concat([bundle.subarray(0, at), added, bundle.subarray(at + removed)]);
      try {
        const verdict = verifyBundle(parseBundle(mutant), [trusted(ED.publicKey)]);
        // What nobody signs, such as the key id, may change; the payload that is handed out may not.
        return !verdict.accepted || Buffer.from(payload).equals(verdict.payload);
      } catch (error) {
        return (error as { code?: string }).code === 'dsse/malformed';
      }
    });
    fc.assert(property, { seed: 48, numRuns: 1000 });
  });

  it.each([
    ['payload', 'payload'],
    ['signature', 'sig'],
  ])('never verifies with a flipped bit in its %s', (_what, where) => {
    const isRefused = (at: number, mask: number): boolean => {
      const text = where === 'sig' ? signature!.sig : good.payload;
      const bytes = Buffer.from(text, 'base64');
      bytes[at % bytes.length]! ^= mask;
      const mutant = bytes.toString('base64');
      const changed = where === 'sig' ? { ...good, signatures: [{ sig: mutant }] } : { ...good, payload: mutant };
      return !verifyEnvelope(changed, [trusted(ED.publicKey)]).accepted;
    };
    fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), isRefused), { seed: 49, numRuns: 200 });
  });
});

describe('a Sigstore bundle', () => {
  const bundle = createBundle(signEnvelope(BYTES, EC.privateKey));
  const { publicKey } = bundle.verificationMaterial;

  it('reads back and verifies with the key that its hint names', () => {
    expect(parseBundle(bundleBytes(bundle))).toEqual(bundle);
    expect(verifyBundle(bundle, [trusted(OTHER.publicKey), trusted(EC.publicKey)])).toMatchObject({ accepted: true });
    expect(verifyBundle(bundle, [trusted(EC.publicKey, 'other name')])).toMatchObject({ accepted: false });
    expect(verifyBundle(bundle, [trusted(OTHER.publicKey, publicKey.hint)])).toMatchObject({ accepted: false });
    expect(verifyBundle(bundle, [])).toMatchObject({ accepted: false });
  });

  it('may hold the empty fields that other writers leave there', () => {
    const timestampVerificationData = { rfc3161Timestamps: [] };
    const theirs = { ...bundle, verificationMaterial: { publicKey, timestampVerificationData } };
    expect(parseBundle(encode(theirs))).toEqual(bundle);
  });

  it('is made of exactly one signature with a key id', () => {
    const two = coSignEnvelope(bundle.dsseEnvelope, ED.privateKey);
    expect(() => createBundle(two)).toThrow(expect.objectContaining({ code: 'dsse/not-bundled' }));
    expect(() => createBundle(signEnvelope(BYTES, ED.privateKey, ''))).toThrow(/1 signature with a key id/);
    expect(() => parseBundle(encode({ ...bundle, dsseEnvelope: two }))).toThrow(/expected 1 in a bundle, got 2/);
  });

  it.each([
    ['another version', { mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2' }, /mediaType/],
    ['a certificate', { verificationMaterial: { certificate: {}, publicKey } }, /unknown field "certificate"/],
    [
      'a timestamp',
      { verificationMaterial: { publicKey, timestampVerificationData: { rfc3161Timestamps: [''] } } },
      /timestamps are not supported/,
    ],
    ['log entries', { verificationMaterial: { publicKey, tlogEntries: [{}] } }, /not supported/],
    ['no key', { verificationMaterial: { tlogEntries: [] } }, /publicKey: expected an object/],
    ['an empty hint', { verificationMaterial: { publicKey: { hint: '' } } }, /hint: empty/],
    ['a message signature', { messageSignature: {} }, /unknown field "messageSignature"/],
    ['no envelope', { dsseEnvelope: undefined }, /envelope: expected an object/],
  ])('is refused with %s', (_what, change, message) => {
    expect(() => parseBundle(encode({ ...bundle, ...change }))).toThrow(message);
  });
});
