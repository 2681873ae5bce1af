import { describe, expect, it } from 'vitest';
import { createTinyLm } from '../../model/tiny-lm.ts';
import { createTokenizer } from '../../tokenizer/tokenizer.ts';
import { byteName } from '../byte-names.ts';
import { tokenNames } from '../token-names.ts';
import { writeGguf } from './write-gguf.ts';

const tokenizer = createTokenizer({ special: ['<s>', '</s>'], merges: [[2 + 0x20, 2 + 0x61]] });
const CONFIG = { vocabulary: tokenizer.size, width: 16, layers: 1, heads: 2, feedForward: 24, context: 8 };
const OPTIONS = { name: 'tiny', begin: '<s>', end: '</s>' };

describe('writeGguf', () => {
  const model = createTinyLm(CONFIG, { seed: 1, batchTokens: 8 });
  const file = Buffer.from(writeGguf(model, tokenizer, OPTIONS));

  it('writes magic, version and counts, and aligns every array', () => {
    expect(file.toString('latin1', 0, 4)).toBe('GGUF');
    expect(file.readUInt32LE(4)).toBe(3);
    expect(file.readBigUInt64LE(8)).toBe(11n);
    expect(file.length % 32).toBe(0);
  });

  it('ends with the last matrix, turned over: inputs of an output side by side', () => {
    const shape = model.layout.find(({ name }) => name === 'down.0')!;
    const down = model.weights.subarray(shape.offset, shape.offset + shape.rows * shape.columns);
    const at = file.length - 4 * down.length;
    const written = Array.from({ length: 24 }, (_, input) => file.readFloatLE(at + 4 * input));
    expect(written).toEqual(Array.from({ length: 24 }, (_, input) => down[input * 16]!));
  });

  it('is the same each time, and refuses a tokenizer of another model', () => {
    expect(file.equals(writeGguf(model, tokenizer, OPTIONS))).toBe(true);
    const other = createTokenizer({ special: ['<s>', '</s>'], merges: [] });
    expect(() => writeGguf(model, other, OPTIONS)).toThrow(`expected a tokenizer of ${tokenizer.size} tokens`);
    expect(() => writeGguf(model, tokenizer, { ...OPTIONS, end: '<end>' })).toThrow('no special token');
  });
});

describe('byteName', () => {
  it('names bytes as the vocabularies of GPT-2 do', () => {
    expect(byteName(Buffer.from(' a\n\u00ad~'))).toBe('\u0120a\u010a\u00c2\u0143~');
    expect(new Set(Array.from({ length: 256 }, (_, byte) => byteName(Uint8Array.of(byte)))).size).toBe(256);
  });
});

describe('tokenNames', () => {
  it('refuses a vocabulary in which a file would take one token for another', () => {
    const special = createTokenizer({ special: ['a'], merges: [] });
    expect(() => tokenNames(special)).toThrow('tokens 0 and 98 have the same name `a` in a file');
    const [a, b, c] = [0x61, 0x62, 0x63];
    const merged = createTokenizer({
      special: [],
      merges: [
        [a, b],
        [b, c],
        [256, c],
        [a, 257],
      ],
    });
    expect(() => tokenNames(merged)).toThrow('tokens 258 and 259 have the same name `abc`');
  });
});
