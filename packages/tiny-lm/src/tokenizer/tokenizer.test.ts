import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from './tokenizer.ts';
import { trainTokenizer } from './train-tokenizer.ts';

const TEXTS = ['the late parcel', 'the parcel is late', 'a late letter, the late parcel', "it's the parcel's letter"];
const MODEL = trainTokenizer(TEXTS, { special: ['<s>', '</s>'], size: 290 });
const tokenizer = createTokenizer(MODEL);

describe('a tokenizer', () => {
  it('gives back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(Buffer.from(text).toString());
      }),
      { seed: 1, numRuns: 60 },
    );
    expect(tokenizer.decode(tokenizer.encode('\ufeff\ud800'))).toBe('\ufeff\ufffd');
  });

  it('learns the most frequent pairs first, whatever the order of the texts', () => {
    expect(tokenizer.encode(' parcel')).toHaveLength(1);
    expect(tokenizer.encode(' late')).toHaveLength(1);
    expect(tokenizer.encode(' zephyr').length).toBeGreaterThan(4);
    expect(trainTokenizer(TEXTS.toReversed(), { special: ['<s>', '</s>'], size: 290 })).toEqual(MODEL);
  });

  it('stops where no pair occurs twice', () => {
    expect(trainTokenizer(['abc'], { special: [], size: 300 }).merges).toEqual([]);
    expect(trainTokenizer(['abab'], { special: [], size: 300 }).merges).toEqual([[97, 98]]);
  });

  it('takes the name of a special token in a text for text', () => {
    expect(tokenizer.encode('</s>').every((id) => id > 1)).toBe(true);
    expect(tokenizer.decode([tokenizer.special('</s>')])).toBe('</s>');
    expect(() => tokenizer.special('<user>')).toThrow('no special token `<user>`');
  });

  it('never joins across words', () => {
    for (let id = 2; id < tokenizer.size; id++) {
      expect(Buffer.from(tokenizer.bytesOf(id)).toString('latin1').slice(1)).not.toContain(' ');
    }
  });

  it('refuses merges of what there is not yet, and tokens that there are not', () => {
    expect(() => createTokenizer({ special: ['<s>'], merges: [[0, 1]] })).toThrow('merge 0');
    expect(() => createTokenizer({ special: [], merges: [[97, 256]] })).toThrow('no tokens by then');
    expect(() => tokenizer.decode([tokenizer.size])).toThrow(`below ${tokenizer.size}`);
  });
});
