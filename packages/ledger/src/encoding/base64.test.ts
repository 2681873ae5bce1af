import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

describe('strict base64', () => {
  it('has one spelling for each value', () => {
    expect(decodeBase64('aGk=')).toEqual(Uint8Array.of(0x68, 0x69));
    for (const text of ['aGk', 'aGl=', 'aGk==', ' aGk=', 'aGk=\n', 'a-_=', 'aG k=', '=', 'aGk=aGk=']) {
      expect(decodeBase64(text)).toBeUndefined();
    }
    const property = fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    });
    fc.assert(property, { seed: 46 });
  });
});
