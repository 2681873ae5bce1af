import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf, partOf } from '../testing/documents.ts';
import type { Columns, PhraseDocument } from './columns.ts';
import { mergeParts } from './merge-parts.ts';

const word = fc.constantFrom('red', 'lamp', 'Chair', 'z\u200be', '42', 'of', '\u6211', '...');
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
const document = fc
  .record({
    tenant: fc.constantFrom('t1', 't2', ''),
    account: fc.constantFrom('a1', 'a2', '\ud800'),
    prompts: fc.array(text, { maxLength: 3 }),
    replies: fc.array(text, { maxLength: 2 }),
    actions: fc.array(fc.constantFrom('call A', '!A', 'red'), { maxLength: 2 }),
    grounds: fc.array(text, { maxLength: 1 }),
  })
  .map((fields): PhraseDocument => documentOf('', fields));

function withoutIntake({ intake: _, ...columns }: Columns): unknown {
  return columns;
}

describe('mergeParts', () => {
  it('gives the same columns however documents are ordered and cut into parts', () => {
    const cuts = fc.array(fc.nat(8), { maxLength: 3 });
    const shuffledPair = fc
      .array(document, { maxLength: 8 })
      .chain((documents) =>
        fc.tuple(fc.constant(documents), fc.shuffledSubarray(documents, { minLength: documents.length })),
      );
    fc.assert(
      fc.property(shuffledPair, cuts, ([documents, shuffled], at) => {
        const inner = at.map((cut) => Math.min(cut, shuffled.length)).sort((a, b) => a - b);
        const bounds = [0, ...inner, shuffled.length];
        const parts = bounds.slice(1).map((end, i) => partOf(shuffled.slice(bounds[i], end)));
        const whole = mergeParts([[partOf(documents)]]);
        const cut = mergeParts([parts]);
        expect(cut.vocabulary).toEqual(whole.vocabulary);
        expect(cut.sets.map(withoutIntake)).toEqual(whole.sets.map(withoutIntake));
        const { intake, digests } = cut.sets[0]!;
        for (const [record, position] of intake.entries()) {
          expect(Buffer.from(digests.subarray(record * 32, record * 32 + 32)).toString('hex')).toBe(
            shuffled[position]!.digest,
          );
        }
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('sorts the vocabulary, shares it between sets, and uses every word of it', () => {
    const { vocabulary, sets } = mergeParts([
      [partOf([documentOf('zebra apple')])],
      [partOf([documentOf('mango')]), partOf([documentOf('apple zebra')])],
    ]);
    expect(vocabulary).toEqual([...vocabulary].sort());
    const [month, trusted] = sets;
    const spell = (columns: Columns): string =>
      Array.from(columns.views.words.tokens, (token) => vocabulary[token - 1] ?? '|').join(' ');
    expect(spell(month!)).toBe('zebra apple |');
    expect(spell(trusted!).split(' | ').sort()).toEqual(['apple zebra |', 'mango'].sort());
  });

  it('numbers tenants and principals densely along the order, the same account name under two tenants apart', () => {
    const documents = [
      ['b', 'x'],
      ['a', 'y'],
      ['a', 'x'],
      ['a', 'x'],
    ].map(([tenant, account], i) => documentOf(`text ${i}`, { tenant: tenant!, account: account! }));
    const { tenants, principals, tenantCount, principalCount } = mergeParts([[partOf(documents)]]).sets[0]!;
    expect([...tenants]).toEqual([0, 0, 0, 1]);
    expect([...principals]).toEqual([0, 0, 1, 2]);
    expect([tenantCount, principalCount]).toEqual([2, 3]);
  });
});
