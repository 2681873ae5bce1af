import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, HASH_BYTES, isSameHash, leafHash, nodeHash } from './hash.ts';
import { anyHash, flipBit } from './testing/forgeries.test-support.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('leafHash', () => {
  // github.com/google/certificate-transparency, the reference log's Merkle tree tests.
  it('agrees with the reference log of Certificate Transparency', () => {
    expect(hex(leafHash(new Uint8Array(0)))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(hex(leafHash(Uint8Array.of(0x00)))).toBe('96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7');
  });

  it.each([0, 1, 55, 56, 64, 65_535, 65_536, 65_537, 200_000])('hashes an entry of %i bytes', (length) => {
    const entry = Uint8Array.from({ length }, (_, at) => at * 31);
    expect(hex(leafHash(entry))).toBe(createHash('sha256').update(Uint8Array.of(0)).update(entry).digest('hex'));
  });

  it('hashes a part of a larger buffer', () => {
    const whole = Buffer.from('before entry after');
    expect(leafHash(whole.subarray(7, 12))).toEqual(leafHash(Uint8Array.from(Buffer.from('entry'))));
  });

  it('does not let a longer entry change the hash of a shorter one after it', () => {
    const short = leafHash(Buffer.from('a'));
    leafHash(Buffer.alloc(500, 'b'));
    expect(leafHash(Buffer.from('a'))).toEqual(short);
  });
});

describe('nodeHash', () => {
  it('hashes the two sides after the byte 1', () => {
    fc.assert(
      fc.property(anyHash, anyHash, (left, right) => {
        const expected = createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest('hex');
        expect(hex(nodeHash(left, right))).toBe(expected);
      }),
      { seed: 401 },
    );
  });

  it.each([
    [31, 33],
    [33, 31],
    [32, 0],
    [64, 0],
  ])('refuses sides of %i and %i bytes', (left, right) => {
    expect(() => nodeHash(new Uint8Array(left), new Uint8Array(right))).toThrow(
      expect.objectContaining({ code: 'merkle/hash-length' }),
    );
  });

  it('differs from the hash of a leaf that holds the same bytes', () => {
    const left = leafHash(Buffer.from('l'));
    const right = leafHash(Buffer.from('r'));
    const disguised = leafHash(Buffer.concat([left, right]));
    expect(isSameHash(disguised, nodeHash(left, right))).toBe(false);
  });
});

describe('a hash', () => {
  it('is plain memory of its own, which later calls leave alone', () => {
    const first = leafHash(Buffer.from('first'));
    const before = hex(first);
    const second = nodeHash(first, first);
    expect([hex(first), first.buffer.byteLength, second.buffer.byteLength]).toEqual([before, HASH_BYTES, HASH_BYTES]);
    expect(first.buffer).not.toBe(second.buffer);
    first.fill(0);
    expect(hex(leafHash(Buffer.from('first')))).toBe(before);
  });

  it('of the empty tree is that of no bytes', () => {
    expect(hex(EMPTY_ROOT)).toBe(createHash('sha256').digest('hex'));
  });

  it('is the same as another only if every bit is', () => {
    fc.assert(
      fc.property(anyHash, fc.nat(255), (one, bit) => {
        expect(isSameHash(one, Uint8Array.from(one))).toBe(true);
        expect(isSameHash(one, flipBit(one, bit))).toBe(false);
        expect(isSameHash(one, one.slice(1)) || isSameHash(one.slice(1), one.slice(1))).toBe(false);
      }),
      { seed: 402 },
    );
  });
});
