import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ARGUMENT_DEPTH, NotPlainJson, plainJson } from './plain-json.ts';

describe('plain JSON', () => {
  it('is copied and frozen, and equal to what was given', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        fc.pre(!/"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(value)));
        const copy = plainJson(value);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
        if (typeof copy === 'object' && copy !== null) expect(Object.isFrozen(copy)).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  const list = [1];
  Object.defineProperty(list, 0, { get: () => 1, enumerable: true });
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  it.each<[string, unknown]>([
    ['undefined', { a: undefined }],
    ['NaN', { a: Number.NaN }],
    ['a function', { a: () => 1 }],
    ['a symbol', { a: Symbol('x') }],
    ['a big integer', { a: 1n }],
    ['a date', { a: new Date(0) }],
    ['a map', { a: new Map() }],
    ['a text with half a character', { a: '\ud800' }],
    ['a name with half a character', { '\ud800': 1 }],
    ['a hole in a list', Array(2)],
    ['an accessor in a list', list],
    ['an accessor', Object.defineProperty({}, 'a', { get: () => 1, enumerable: true })],
    ['a hidden value', Object.defineProperty({}, 'a', { value: 1 })],
    ['a key that is a symbol', { [Symbol('x')]: 1 }],
    ['a prototype', JSON.parse('{"a":{"__proto__":{"isAdmin":true}}}')],
    ['a constructor', { constructor: { prototype: {} } }],
    ['a cycle', cycle],
    ['too many values', Array.from({ length: 10_001 }, () => 1)],
    ['too many levels', JSON.parse('['.repeat(MAX_ARGUMENT_DEPTH + 1) + ']'.repeat(MAX_ARGUMENT_DEPTH + 1))],
  ])('has no %s', (_, value) => {
    expect(() => plainJson(value)).toThrow(NotPlainJson);
  });

  it('is read once, so that an object that changes its answers shows one of them', () => {
    let reads = 0;
    const shifty = new Proxy(
      { amount: 1 },
      {
        getOwnPropertyDescriptor: () => ({ value: ++reads, enumerable: true, configurable: true, writable: true }),
      },
    );
    expect(plainJson(shifty)).toEqual({ amount: 1 });
    expect(reads).toBe(1);
  });
});
