import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_HEADER_BYTES } from './parse-header.ts';
import { readSafetensors } from './read-safetensors.ts';
import { writeSafetensors } from './write-safetensors.ts';

/** A file with this header, as text, and so many bytes of values. */
function fileOf(header: string, values = 0, length = Buffer.byteLength(header)): Buffer {
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(length));
  return Buffer.concat([start, Buffer.from(header), Buffer.alloc(values)]);
}

const entry = (begin: number, end: number, size = (end - begin) / 4): string =>
  `{"dtype":"F32","shape":[${size}],"data_offsets":[${begin},${end}]}`;

describe('a safetensors file', () => {
  it('gives back what was written, bit for bit, sorted by name', () => {
    const floats = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 6 });
    const tensor = fc.record({ name: fc.string({ maxLength: 8 }), bits: floats, isFlat: fc.boolean() });
    fc.assert(
      fc.property(
        fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 5 }),
        fc.dictionary(fc.string({ maxLength: 4 }), fc.string(), { maxKeys: 3 }),
        (given, metadata) => {
          fc.pre(![...given.map(({ name }) => name), ...Object.keys(metadata)].some((name) => name.startsWith('__')));
          const tensors = given.map(({ name, bits, isFlat }) => ({
            name,
            shape: isFlat ? [bits.length] : [1, bits.length, 1],
            data: new Float32Array(Int32Array.from(bits).buffer),
          }));
          const bytes = writeSafetensors(tensors, metadata);
          const read = readSafetensors(bytes);
          expect(read.metadata).toEqual(metadata);
          expect(read.tensors.map(({ name }) => name)).toEqual(tensors.map(({ name }) => name).sort());
          for (const { name, shape, data } of tensors) {
            const found = read.tensors.find((one) => one.name === name)!;
            expect(found.shape).toEqual(shape);
            expect(new Int32Array(found.data.buffer)).toEqual(new Int32Array(data.buffer));
          }
          expect(writeSafetensors(tensors.toReversed(), metadata)).toEqual(bytes);
          expect(readSafetensors(Buffer.concat([Buffer.alloc(1), bytes]).subarray(1))).toEqual(read);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('has the bytes that the reference implementation writes (safetensors 0.8.0 for Python, `safetensors.numpy.save`)', () => {
    const header =
      '{"__metadata__":{"format":"pt"},"10":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},' +
      '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[4,20]}}      ';
    const tensors = [
      { name: 'b.weight', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      { name: 'a', shape: [1], data: Float32Array.of(5) },
      { name: '10', shape: [0], data: new Float32Array() },
    ];
    const values = Buffer.from('0000a0400000803f000000400000404000008040', 'hex');
    const expected = Buffer.concat([fileOf(header), values]);
    expect(expected.equals(writeSafetensors(tensors, { format: 'pt' }))).toBe(true);
  });

  it('refuses to be written with a name twice, a reserved name, or a shape of other values', () => {
    const one = { name: 'a', shape: [1], data: Float32Array.of(1) };
    expect(() => writeSafetensors([one, one])).toThrow('got `a` again');
    expect(() => writeSafetensors([{ ...one, name: '__metadata__' }])).toThrow('__metadata__');
    expect(() => writeSafetensors([{ ...one, shape: [2, 3] }])).toThrow('shape [2, 3], got 1 values');
  });
});

describe('a hostile safetensors file', () => {
  it.each([
    ['cut within its length', Buffer.from([1, 0, 0]), 'at least 8 bytes, got 3'],
    ['with a header longer than the file', fileOf('{}', 0, 300), 'at least 308 bytes, got 10'],
    ['with a header that would fill the memory', fileOf('{}', 0, 2 ** 50), `at most ${MAX_HEADER_BYTES} bytes`],
    ['with an empty header', fileOf(''), 'one object'],
    ['with white space before its header', fileOf(' {}'), 'one object'],
    ['with a line end behind its header', fileOf('{}\n'), 'one object'],
    ['with two objects', fileOf('{}{}'), 'not JSON'],
    ['with a list for a header', fileOf('[]'), 'one object'],
    ['with a name twice', fileOf(`{"a":${entry(0, 4)},"a":${entry(0, 4)}}`, 4), 'duplicate key "a"'],
    ['with a name twice, once escaped', fileOf(`{"a":${entry(0, 4)},"\\u0061":${entry(0, 4)}}`, 4), 'duplicate key'],
    ['with a field twice', fileOf(`{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}`), 'duplicate'],
    ['with the name of a prototype', fileOf(`{"__proto__":${entry(0, 4)}}`, 4), '__proto__'],
    ['with bytes that are no UTF-8', fileOf('{"a\xff":1}').fill(0xff, 11, 12), 'not UTF-8'],
    ['with values of another type', fileOf(`{"a":${entry(0, 4).replace('F32', 'I32')}}`, 4), 'type F32, got `I32`'],
    ['with an unknown field', fileOf(`{"a":${entry(0, 4).replace('{', '{"code":"x",')}}`, 4), 'unknown field `code`'],
    ['with a shape of other values', fileOf(`{"a":${entry(0, 4, 2)}}`, 4), 'expected 8 bytes for its shape, got 4'],
    [
      'with a shape that overflows',
      fileOf(`{"a":${entry(0, 4).replace('[1]', '[4294967296,4294967296]')}}`, 4),
      'bytes',
    ],
    ['with a negative size', fileOf(`{"a":${entry(0, 4).replace('[1]', '[-1,-1]')}}`, 4), 'whole numbers'],
    ['with a broken size', fileOf(`{"a":${entry(0, 4).replace('[1]', '[0.5,2]')}}`, 4), 'whole numbers'],
    ['with nine sizes', fileOf(`{"a":${entry(0, 4).replace('[1]', '[1,1,1,1,1,1,1,1,1]')}}`, 4), 'at most 8'],
    ['with offsets the wrong way', fileOf(`{"a":${entry(4, 0).replace('[-1]', '[1]')}}`, 4), 'got -4'],
    ['with three offsets', fileOf(`{"a":${entry(0, 4).replace('0,4', '0,4,4')}}`, 4), 'two offsets'],
    ['with a gap', fileOf(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, 12), 'begin at byte 4, got 8'],
    ['with an overlap', fileOf(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12), 'begin at byte 8, got 4'],
    ['with one place for two names', fileOf(`{"a":${entry(0, 4)},"b":${entry(0, 4)}}`, 4), 'begin at byte 4, got 0'],
    ['with bytes of no tensor at its start', fileOf(`{"a":${entry(4, 8)}}`, 8), 'begin at byte 0, got 4'],
    ['with bytes of no tensor at its end', fileOf(`{"a":${entry(0, 4)}}`, 5), 'expected 4 bytes of values, got 5'],
    ['that is cut', fileOf(`{"a":${entry(0, 8)}}`, 7), 'expected 8 bytes of values, got 7'],
    ['with metadata that is no text', fileOf('{"__metadata__":{"a":1}}'), 'hold texts'],
    ['with metadata that nests', fileOf('{"__metadata__":{"a":{"b":{"c":1}}}}'), 'nesting exceeds 3'],
    ['with a tensor that is no object', fileOf('{"a":null}'), 'expected an object'],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
    expect(() => readSafetensors(bytes)).toThrow(expect.objectContaining({ code: 'tiny-lm/safetensors' }));
  });

  it('says all faults of its tensors at once, and no more than can be read', () => {
    const names = Array.from({ length: 20 }, (_, at) => `"t${at}":${entry(0, 4, 9)}`);
    expect(() => readSafetensors(fileOf(`{${names}}`, 4))).toThrow(/`t0`.*`t7`.*; and 12 more$/);
  });

  it('is read or refused with its code, whatever byte is changed', () => {
    const whole = writeSafetensors(
      [
        { name: 'a', shape: [2], data: Float32Array.of(1, 2) },
        { name: 'b', shape: [1, 1], data: Float32Array.of(3) },
      ],
      { format: 'pt' },
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 13), fc.nat(255), fc.option(fc.nat(whole.length)), (at, byte, cut) => {
        const bytes = whole.slice(0, cut ?? whole.length);
        bytes[at] = byte;
        try {
          expect(readSafetensors(bytes).tensors).toHaveLength(2);
        } catch (error) {
          expect(error).toMatchObject({ code: 'tiny-lm/safetensors' });
        }
      }),
      { seed: 2, numRuns: 1500 },
    );
  });
});
