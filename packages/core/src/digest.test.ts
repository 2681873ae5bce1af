import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacSha256Stream, sha256, sha256OfSet, sha256Stream } from './digest.ts';

describe('sha256', () => {
  it('agrees with the examples of FIPS 180-4', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('is the same over chunks as over the whole', () => {
    const stream = sha256Stream();
    stream.update('a');
    stream.update(new TextEncoder().encode('bc'));
    expect(stream.digest()).toBe(sha256('abc'));
  });
});

describe('sha256OfSet', () => {
  const digests = fc.array(
    fc.nat(20).map((n) => sha256(`${n}`)),
    { maxLength: 12 },
  );

  it('does not depend on order', () => {
    fc.assert(
      fc.property(digests, (list) => {
        expect(sha256OfSet([...list].reverse())).toBe(sha256OfSet(list));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('changes when an identical copy is added or one is removed', () => {
    fc.assert(
      fc.property(digests, (list) => {
        const copies = [...list, list[0] ?? sha256('x')];
        expect(sha256OfSet(copies)).not.toBe(sha256OfSet(list));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('authenticates as test case 2 of RFC 4231 does, however the bytes are cut', () => {
    const mac = hmacSha256Stream(Buffer.from('Jefe'));
    for (const part of ['what do ya ', 'want ', 'for nothing?']) mac.update(Buffer.from(part));
    expect(Buffer.from(mac.digest()).toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});
