import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { englishReference, parseReference } from './english-reference.ts';

const TABLE = readFileSync(new URL('../../reference/english.bin', import.meta.url));

describe('englishReference', () => {
  it('knows the courtesies of ordinary English and nothing that nobody says', () => {
    const { records, recordsOf } = englishReference();
    expect(records).toBeGreaterThan(1000);
    expect(recordsOf(['thank', 'you'])).toBeGreaterThan(0);
    expect(recordsOf(['zephyr', 'arrangement'])).toBe(0);
    expect(recordsOf(['thank', 'you'])).toBeLessThanOrEqual(records);
  });

  it('holds a longer phrase to be at most as frequent as its rarest part', () => {
    const { recordsOf } = englishReference();
    const long = ['i', 'would', 'like', 'to', 'make', 'a', 'reservation'];
    const parts = [0, 1, 2, 3].map((at) => recordsOf(long.slice(at, at + 4)));
    expect(recordsOf(long)).toBe(Math.min(...parts));
    expect(recordsOf([...long, 'xyzzy'])).toBe(0);
  });

  it('is loaded once', () => {
    expect(englishReference()).toBe(englishReference());
  });
});

describe('parseReference', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['a header alone that promises rows', TABLE.subarray(0, 16)],
    ['a cut table', TABLE.subarray(0, TABLE.length - 1)],
    ['a longer table', Buffer.concat([TABLE, Buffer.of(0)])],
    ['another file', Buffer.from('{"prompt":"this is not a table at all"}')],
    ['a table of another version', Buffer.concat([Buffer.from('BZREF2\0\0'), TABLE.subarray(8)])],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseReference(bytes)).toThrow(expect.objectContaining({ code: 'corpus/reference-damaged' }));
  });

  it('throws nothing but its own error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (bytes, hasMagic) => {
        const whole = hasMagic ? Buffer.concat([Buffer.from('BZREF1\0\0'), bytes]) : bytes;
        try {
          parseReference(whole).recordsOf(['a']);
        } catch (error) {
          expect(error).toMatchObject({ code: 'corpus/reference-damaged' });
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('reads a table at any offset of its buffer', () => {
    const shifted = Buffer.concat([Buffer.of(1, 2, 3), TABLE]).subarray(3);
    expect(parseReference(shifted).recordsOf(['thank', 'you'])).toBe(englishReference().recordsOf(['thank', 'you']));
  });
});
