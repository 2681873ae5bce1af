import { describe, expect, it } from 'vitest';
import type { PhraseDocument } from '../columns/columns.ts';
import { documentOf, setsOf } from '../testing/documents.ts';
import { sampleMonth } from '../testing/sample-month.ts';
import { createNeighbourIndex } from './neighbours.ts';

function indexOf(month: readonly PhraseDocument[], trusted?: readonly PhraseDocument[]) {
  const { vocabulary, sets } = setsOf(month, trusted);
  const texts = sets.flatMap((set, s) =>
    Array.from(set.intake, (at) => (s === 0 ? month : trusted!)[at]!.prompts.join(' ')),
  );
  const index = createNeighbourIndex(sets, vocabulary.length);
  const nearest = (record: number, count: number, isExcluded = (_: number): boolean => false): string[] =>
    Array.from(index.nearest(record, count, isExcluded), (other) => texts[other]!);
  return { index, texts, nearest };
}

const none = (): boolean => false;

describe('createNeighbourIndex', () => {
  const MONTH = ['red lamp broken', 'red lamp late', 'green sofa late', 'violin lessons', 'oboe'].map((text, i) =>
    documentOf(text, { account: `${i}` }),
  );

  it('puts the prompt that shares the rarest words first, over both sets, and never the record itself', () => {
    const { texts, nearest } = indexOf(MONTH, [documentOf('my red lamp is broken')]);
    expect(texts[0]).toBe('red lamp broken');
    expect(nearest(0, 2)).toEqual(['my red lamp is broken', 'red lamp late']);
  });

  it('gives fewer than asked where no more share a word', () => {
    const { nearest } = indexOf(MONTH);
    expect(nearest(0, 5)).toEqual(['red lamp late']);
    expect(nearest(4, 5)).toEqual([]);
  });

  it('passes over what is excluded, even where that is all of the nearest', () => {
    const month = sampleMonth({ records: 400, seed: 4 });
    const { index, texts } = indexOf(month);
    const first = index.nearest(0, 60, none);
    const banned = new Set([...index.nearest(0, 200, none)].slice(0, 120));
    const after = index.nearest(0, 5, (other) => banned.has(other));
    expect(after).toHaveLength(5);
    for (const other of after) {
      expect(banned.has(other)).toBe(false);
      expect(texts[other]!.split(' ').some((word) => texts[0]!.split(' ').includes(word))).toBe(true);
    }
    expect(new Set(first).size).toBe(first.length);
  });

  it('breaks ties by number, and gives the same answer when asked again', () => {
    const month = Array.from({ length: 9 }, (_, i) => documentOf('red lamp', { account: `${i}` }));
    const { index } = indexOf(month, [documentOf('sofa')]);
    expect([...index.nearest(4, 3, none)]).toEqual([0, 1, 2]);
    expect([...index.nearest(4, 3, none)]).toEqual([0, 1, 2]);
  });

  it('is not led astray by words that stand in every record, such as a common system prompt', () => {
    const common = 'you are the friendly assistant of the larkfield shop';
    const month = Array.from({ length: 30 }, (_, i) =>
      documentOf(`${common} item${i % 3}x`, { account: `a${i % 10}${i}` }),
    );
    const { index, texts } = indexOf(month);
    for (let record = 0; record < 30; record++) {
      const near = index.nearest(record, 20, (other) => other === 0);
      expect(new Set(near).size).toBe(near.length);
      expect([...near]).not.toContain(0);
      for (const other of near) expect(texts[other]).toBe(texts[record]);
      expect(near.length).toBe(texts[record] === texts[0] && record !== 0 ? 8 : 9);
    }
  });
});
