import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatTlogProof,
  MAX_EXTRA_BYTES,
  MAX_TLOG_PROOF_BYTES,
  parseTlogProof,
  type TlogProof,
} from './tlog-proof.ts';

const malformed = expect.objectContaining({ code: 'proof/malformed' });
const tooLarge = expect.objectContaining({ code: 'proof/too-large' });
const NOTE = 'log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— log.example AQIDBAU=\n';
const HASH = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const HEAD = 'c2sp.org/tlog-proof@v1\n';

const anyProof: fc.Arbitrary<TlogProof> = fc.record(
  {
    index: fc.maxSafeNat(),
    hashes: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }),
    checkpoint: fc.constantFrom(NOTE, `\n${NOTE}`, `é ${NOTE}`),
    extra: fc.uint8Array({ minLength: 1, maxLength: 100 }),
  },
  { requiredKeys: ['index', 'hashes', 'checkpoint'] },
);

describe('parseTlogProof', () => {
  it('is the inverse of formatTlogProof, from text and from bytes', () => {
    fc.assert(
      fc.property(anyProof, (proof) => {
        const file = formatTlogProof(proof);
        expect(parseTlogProof(file)).toEqual(proof);
        expect(parseTlogProof(Buffer.from(file))).toEqual(proof);
      }),
      { seed: 461 },
    );
  });

  it('reads the layout of the specification', () => {
    expect(parseTlogProof(`${HEAD}extra YQ==\nindex 1\n${HASH}\n\n${NOTE}`)).toEqual({
      index: 1,
      hashes: [Uint8Array.from(Buffer.from(HASH, 'base64'))],
      checkpoint: NOTE,
      extra: Uint8Array.of(0x61),
    });
  });

  it('throws nothing but typed errors and has no second form for what it reads', () => {
    const file = Buffer.from(`${HEAD}extra YQ==\nindex 1\n${HASH}\n\n${NOTE}`);
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(3), fc.uint8Array({ maxLength: 3 }), (at, cut, insert) => {
        const changed = Buffer.concat([file.subarray(0, at), insert, file.subarray(at + cut)]);
        let proof: TlogProof;
        try {
          proof = parseTlogProof(changed);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^(?:proof|note)\/malformed$/) });
          return;
        }
        expect(Buffer.from(formatTlogProof(proof))).toEqual(changed);
      }),
      { seed: 462, numRuns: 2000 },
    );
  });

  it.each([
    ['nothing', ''],
    ['another version', `c2sp.org/tlog-proof@v2\nindex 0\n\n${NOTE}`],
    ['no index', `${HEAD}\n${NOTE}`],
    ['an index with a leading zero', `${HEAD}index 01\n\n${NOTE}`],
    ['a negative index', `${HEAD}index -1\n\n${NOTE}`],
    ['an index beyond 2^53', `${HEAD}index 9007199254740992\n\n${NOTE}`],
    ['a short hash', `${HEAD}index 0\nAAAA\n\n${NOTE}`],
    ['a hash with stray bits', `${HEAD}index 0\n${HASH.replace('I=', 'J=')}\n\n${NOTE}`],
    ['empty extra data', `${HEAD}extra \nindex 0\n\n${NOTE}`],
    ['extra data that is not base64', `${HEAD}extra !\nindex 0\n\n${NOTE}`],
    ['extra data after the index', `${HEAD}index 0\nextra YQ==\n\n${NOTE}`],
    ['two lines of extra data', `${HEAD}extra YQ==\nextra YQ==\nindex 0\n\n${NOTE}`],
    ['carriage returns', `${HEAD}index 0\r\n\n${NOTE}`],
  ])('refuses %s', (_, file) => {
    expect(() => parseTlogProof(file)).toThrow(malformed);
  });

  it('refuses a proof without a checkpoint, one that is no note, and bytes that are no UTF-8', () => {
    const noNote = expect.objectContaining({ code: 'note/malformed' });
    expect(() => parseTlogProof(`${HEAD}index 0\n\n`)).toThrow(noNote);
    expect(() => parseTlogProof(`${HEAD}index 0\n\nhello\n`)).toThrow(noNote);
    expect(() => parseTlogProof(Buffer.from(`${HEAD}index 0\n\n\xff${NOTE}`, 'latin1'))).toThrow(malformed);
    expect(() => parseTlogProof(`\ufeff${HEAD}index 0\n\n${NOTE}`)).toThrow(malformed);
    expect(() => parseTlogProof(Buffer.from(`\ufeff${HEAD}index 0\n\n${NOTE}`))).toThrow(malformed);
  });

  it('refuses more hashes, extra data or bytes than the limits say', () => {
    const withHashes = (count: number) => `${HEAD}index 0\n${`${HASH}\n`.repeat(count)}\n${NOTE}`;
    expect(parseTlogProof(withHashes(63)).hashes).toHaveLength(63);
    expect(() => parseTlogProof(withHashes(64))).toThrow(tooLarge);
    const withExtra = (bytes: number) => `${HEAD}extra ${Buffer.alloc(bytes).toString('base64')}\nindex 0\n\n${NOTE}`;
    expect(parseTlogProof(withExtra(MAX_EXTRA_BYTES)).extra).toHaveLength(MAX_EXTRA_BYTES);
    expect(() => parseTlogProof(withExtra(MAX_EXTRA_BYTES + 1))).toThrow(tooLarge);
    expect(() => parseTlogProof(Buffer.alloc(MAX_TLOG_PROOF_BYTES + 1))).toThrow(tooLarge);
    expect(() => parseTlogProof('a'.repeat(MAX_TLOG_PROOF_BYTES + 1))).toThrow(tooLarge);
  });
});

describe('formatTlogProof', () => {
  const valid: TlogProof = { index: 0, hashes: [], checkpoint: NOTE };

  it.each([
    ['proof/malformed', { ...valid, index: -1 }],
    ['proof/malformed', { ...valid, index: 2 ** 53 }],
    ['proof/malformed', { ...valid, hashes: [new Uint8Array(31)] }],
    ['proof/malformed', { ...valid, extra: new Uint8Array(0) }],
    ['proof/too-large', { ...valid, hashes: Array<Uint8Array>(64).fill(new Uint8Array(32)) }],
    ['note/malformed', { ...valid, checkpoint: 'x' }],
  ])('refuses with %s what could not be read back', (code, proof) => {
    expect(() => formatTlogProof(proof)).toThrow(expect.objectContaining({ code }));
  });
});
