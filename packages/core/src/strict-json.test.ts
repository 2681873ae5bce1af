import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

const LIMITS = { maxBytes: 1000, maxDepth: 4 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (bytes: Uint8Array): string => {
  try {
    parseStrictJson(bytes, LIMITS);
    return 'read';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe('strict JSON', () => {
  it.each([
    ['{"a":1,"a":1}', 'json/malformed'],
    ['{"a":{"b":1,"c":2,"b":3}}', 'json/malformed'],
    ['{"a":1,"\\u0061":2}', 'json/malformed'],
    ['{"a":1 , "a" \n: 2}', 'json/malformed'],
    ['{"__proto__":1}', 'json/malformed'],
    ['{"\\u005f_proto__":{}}', 'json/malformed'],
    ['"\\ud800"', 'json/malformed'],
    ['{"\\udc00":1}', 'json/malformed'],
    ['1e999', 'json/malformed'],
    ['\ufeff{}', 'json/malformed'],
    ['{} {}', 'json/malformed'],
    ['{"a":1,}', 'json/malformed'],
    ["{'a':1}", 'json/malformed'],
    ['[NaN]', 'json/malformed'],
    ['', 'json/malformed'],
    ['"a', 'json/malformed'],
    ['"a\\', 'json/malformed'],
    ['[[[[[]]]]]', 'json/too-deep'],
    ['{"a":{"a":{"a":{"a":{}}}}}', 'json/too-deep'],
    [`"${'a'.repeat(999)}"`, 'json/too-large'],
    ['[[[[]]]]', 'read'],
    ['{"a":"[[[[[[[[","b":"\\"{{{{{{"}', 'read'],
    ['{"a":"b","b":"a","c":["a","a",{"a":1},{"a":1}]}', 'read'],
    ['{"constructor":1,"toString":2,"a:":3}', 'read'],
  ])('takes %j as %s', (text, code) => {
    expect(codeOf(bytesOf(text))).toBe(code);
  });

  it('refuses what is not UTF-8', () => {
    expect(codeOf(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))).toBe('json/not-utf8');
    expect(codeOf(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toBe('json/not-utf8');
  });

  it('reads a megabyte of quotes and of brackets in one pass', () => {
    for (const text of ['\\"', '"', '[', '{"":']) {
      const bytes = bytesOf(`"${text.repeat(300_000)}`);
      expect(() => parseStrictJson(bytes, { maxBytes: 4_000_000, maxDepth: 4 })).toThrow();
    }
  });

  it('agrees with JSON.parse on every value without duplicate keys', () => {
    const values = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('"__proto__"'));
    const property = fc.property(values, (value) => {
      const text = JSON.stringify(value);
      expect(parseStrictJson(bytesOf(text), { maxBytes: 1e6, maxDepth: 10 })).toEqual(JSON.parse(text));
    });
    fc.assert(property, { seed: 44, numRuns: 300 });
  });

  it('gives typed errors only', () => {
    const pieces = fc.array(fc.constantFrom(...'{}[]",:\\u0a1-e.tn '), { maxLength: 40 });
    const property = fc.property(pieces, (parts) =>
      /^(?:read|json\/[a-z0-9-]+)$/.test(codeOf(bytesOf(parts.join('')))),
    );
    fc.assert(property, { seed: 45, numRuns: 2000 });
  });
});
