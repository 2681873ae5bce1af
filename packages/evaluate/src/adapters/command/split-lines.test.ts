import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './split-lines.ts';

const tooLong = () => new Error('too long');

describe('lines', () => {
  it('are the same, however their bytes come', () => {
    const bytes = fc.array(fc.constantFrom(10, 13, 97, 0xc3, 0xbc), { maxLength: 40 });
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(40), { maxLength: 6 }), (all, cuts) => {
        const split = createLineSplitter(1000, tooLong);
        const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
        const lines = places.slice(1).flatMap((end, index) => split(Buffer.from(all.slice(places[index], end))));
        const whole = Buffer.from(all).toString('latin1').split('\n').slice(0, -1);
        expect(lines.map((line) => Buffer.from(line).toString('latin1'))).toEqual(whole);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('may have so many bytes and not one more, in one piece or several', () => {
    const split = createLineSplitter(3, tooLong);
    expect(split(Buffer.from('abc\nde'))).toEqual([Buffer.from('abc')]);
    expect(split(Buffer.from('f\n'))).toEqual([Buffer.from('def')]);
    expect(() => split(Buffer.from('abcd\n'))).toThrow('too long');
    const other = createLineSplitter(3, tooLong);
    other(Buffer.from('ab'));
    expect(() => other(Buffer.from('cd'))).toThrow('too long');
  });
});
