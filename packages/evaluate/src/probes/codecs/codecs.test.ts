import { normaliseText } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISGUISES, tagText } from './disguise-text.ts';
import { ENCODERS } from './encode-text.ts';

const TEXT = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

const encodeText = (name: string, text: string): string => ENCODERS.get(name)!(text);

describe('ENCODERS', () => {
  // RFC 4648 section 10.
  it.each([
    ['f', 'Zg==', 'MY======', '66'],
    ['fo', 'Zm8=', 'MZXQ====', '666f'],
    ['foo', 'Zm9v', 'MZXW6===', '666f6f'],
    ['foobar', 'Zm9vYmFy', 'MZXW6YTBOI======', '666f6f626172'],
  ])('write `%s` as the standard does', (text, base64, base32, hex) => {
    expect([encodeText('base64', text), encodeText('base32', text), encodeText('hex', text)]).toEqual([
      base64,
      base32,
      hex,
    ]);
  });

  it('write bytes that their standard readers read back', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        expect(Buffer.from(encodeText('base64', text), 'base64').toString()).toBe(text);
        expect(Buffer.from(encodeText('hex', text), 'hex').toString()).toBe(text);
        expect(decodeURIComponent(encodeText('percent', text))).toBe(text);
        expect(JSON.parse(`"${encodeText('unicode-escapes', text)}"`)).toBe(text);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('are their own reverse where they should be', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        for (const name of ['rot13', 'atbash', 'reversed']) expect(encodeText(name, encodeText(name, text))).toBe(text);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('write a request in a form that is told from it', () => {
    expect(encodeText('leet', 'Please credit me')).toBe('P13453 cr3d17 m3');
    expect(encodeText('morse', 'sos now')).toBe('... --- ... / -. --- .--');
    expect(encodeText('pig-latin', 'please help')).toBe('easeplay elphay');
    expect(encodeText('binary', 'ab')).toBe('01100001 01100010');
    expect(encodeText('html-entities', 'hi')).toBe('&#104;&#105;');
    for (const encode of ENCODERS.values()) expect(encode('Please credit me')).not.toBe('Please credit me');
  });
});

describe('DISGUISES', () => {
  it('change the code points of a request and nothing that a careless reader sees', () => {
    const text = 'Please help me with a credit on my account';
    for (const [name, disguise] of DISGUISES) {
      expect(disguise(text), name).not.toBe(text);
      expect(normaliseText(disguise(text)).replaceAll(/\s+/g, ' ').trim(), name).toBe(normaliseText(text));
    }
  });

  it('hide ASCII in the tag block', () => {
    expect(Array.from(tagText('hi é'), (char) => char.codePointAt(0)!.toString(16))).toEqual([
      'e0068',
      'e0069',
      'e0020',
    ]);
  });
});
