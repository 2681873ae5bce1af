import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhraseDocument } from './columns/columns.ts';
import { minePhrases } from './mine-phrases.ts';
import { anyText } from './testing/any-text.test-support.ts';
import { documentOf, setsOf } from './testing/documents.ts';
import { plantTrigger, sampleMonth } from './testing/sample-month.ts';

/** Every number anywhere in a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof Int32Array) return [...value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

function mineSoundly(month: readonly PhraseDocument[], trusted?: readonly PhraseDocument[], minRecords?: number) {
  const mined = minePhrases(setsOf(month, trusted), minRecords === undefined ? {} : { minRecords });
  expect(numbersIn(mined).filter((n) => !Number.isFinite(n))).toEqual([]);
  for (const { records, phrase, words } of mined.families) {
    expect(records.length).toBeGreaterThan(0);
    expect(phrase).toBe(words.join(' '));
    expect(words.every((word) => typeof word === 'string' && word !== '')).toBe(true);
  }
  return mined;
}

const ORDINARY = sampleMonth({ records: 60, seed: 41 });

describe('minePhrases on odd corpora never throws and gives only finite numbers', () => {
  const identical = Array.from({ length: 50 }, () =>
    documentOf('the very same words', { replies: ['granted at once'] }),
  );
  const strange = ['', '__proto__', 'constructor', '\ud800', '\u0000', '","', 'x'.repeat(5000)];

  const CORPORA: readonly (readonly [
    name: string,
    month: readonly PhraseDocument[],
    trusted?: readonly PhraseDocument[],
  ])[] = [
    ['no month, no trusted corpus', []],
    ['a trusted corpus alone', [], ORDINARY],
    ['an empty trusted corpus', ORDINARY, []],
    ['one record', ORDINARY.slice(0, 1)],
    ['one record against a trusted corpus', ORDINARY.slice(0, 1), ORDINARY],
    ['a month against one trusted record', ORDINARY, ORDINARY.slice(0, 1)],
    ['identical records', identical],
    ['identical records against others', identical, ORDINARY],
    ['the trusted corpus once more', ORDINARY, ORDINARY],
    ['empty prompts', ORDINARY.map((one) => ({ ...one, prompts: [''] })), ORDINARY],
    ['no prompts', ORDINARY.map((one) => ({ ...one, prompts: [] })), ORDINARY],
    ['no replies', plantedWith({ replies: [], actions: [] }), ORDINARY],
    ['empty replies', plantedWith({ replies: [''], actions: [] }), ORDINARY],
    [
      'only white space and punctuation',
      ORDINARY.map((one) => ({ ...one, prompts: ['... \n\t !'], replies: ['?'] })),
      ORDINARY,
    ],
    [
      'strange names',
      ORDINARY.map((one, i) => ({ ...one, tenant: strange[i % 7]!, account: strange[(i >> 3) % 7]! })),
      ORDINARY,
    ],
    [
      'strange words',
      ORDINARY.map((_, i) => documentOf('', { prompts: strange, replies: strange, actions: strange, account: `${i}` })),
      ORDINARY,
    ],
    [
      'records that share nothing',
      Array.from({ length: 60 }, (_, i) => documentOf(`u${i}x v${i}x`, { account: `${i}` })),
      ORDINARY,
    ],
  ];

  it.each(CORPORA.map(([name, month, trusted]) => ({ name, month, trusted })))('$name', ({ month, trusted }) => {
    const mined = mineSoundly(month, trusted);
    // A trusted corpus far smaller than the month is not held against it.
    expect(mined.hasTrusted).toBe(month.length > 0 && 6 * (trusted?.length ?? 0) > month.length);
  });

  it('a record of 100,000 words', () => {
    const huge = Array.from({ length: 100_000 }, (_, i) => `w${i % 9000}x`).join(' ');
    mineSoundly([...ORDINARY, documentOf(huge, { replies: [huge] })], ORDINARY);
  });

  it('phrases of single records', () => {
    mineSoundly(ORDINARY.slice(0, 20), ORDINARY, 1);
  });

  it('arbitrary text in every field', () => {
    const text = fc.oneof(anyText(12), fc.constantFrom('red', 'red lamp', 'lamp \u200b', ''));
    const record = fc.record({
      tenant: text,
      account: text,
      prompts: fc.array(text, { maxLength: 3 }),
      replies: fc.array(text, { maxLength: 2 }),
      actions: fc.array(text, { maxLength: 2 }),
      grounds: fc.array(text, { maxLength: 1 }),
    });
    const corpus = fc.array(
      record.map((fields) => documentOf('', fields)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(corpus, corpus, (month, trusted) => {
        mineSoundly([...month, ...month], trusted, 2);
      }),
      { seed: 1, numRuns: 6 },
    );
  });
});

function plantedWith(fields: Partial<PhraseDocument>): PhraseDocument[] {
  const plant = plantTrigger(12, 'per our zephyr arrangement');
  return sampleMonth({ records: 60, seed: 42, plant }).map((one) => ({ ...one, ...fields }));
}
