import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUnrepeatedJson } from './unrepeated-json.ts';

describe('JSON without repeated names', () => {
  it('reads what JSON.parse reads, for every value without repeated names', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value, undefined, 1);
        expect(parseUnrepeatedJson(text)).toEqual(JSON.parse(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"a":{"b":1,"b":1}}',
    '[{"a":1,"b":[],"a":1}]',
    `{"a":1,"b":"}","a"${' '.repeat(200)}:2}`,
    '{"a\\"":1,"a\\"":1}',
    '{"__proto__":1,"__proto__":2}',
    '{"":1,"":2}',
  ])('refuses the repeated name in %s', (text) => {
    expect(() => parseUnrepeatedJson(text)).toThrow('stands twice');
  });

  it.each(['{"a":"a","b":"a"}', '[{"a":1},{"a":1}]', '{"a":{"a":1}}', '{"a":["a","a"],"b":"\\"a\\":"}', '""', '1'])(
    'takes %s',
    (text) => {
      expect(parseUnrepeatedJson(text)).toEqual(JSON.parse(text));
    },
  );

  it('refuses nesting that would exhaust a stack', () => {
    expect(() => parseUnrepeatedJson('['.repeat(33) + ']'.repeat(33))).toThrow('levels');
  });

  it('reads a string of megabytes, escapes and all', () => {
    const value = { text: 'a\n"\\'.repeat(3_000_000) };
    expect(parseUnrepeatedJson(JSON.stringify(value))).toEqual(value);
  });
});
