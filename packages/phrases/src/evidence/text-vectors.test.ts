import { describe, expect, it } from 'vitest';
import { documentOf, setsOf } from '../testing/documents.ts';
import { sampleMonth } from '../testing/sample-month.ts';
import { createTextVectors, dot, VECTOR_DIMENSIONS } from './text-vectors.ts';

describe('createTextVectors', () => {
  it.each(['prompt-words', 'reply-pairs'] as const)('gives %s of unit length', (kind) => {
    const { sets } = setsOf(sampleMonth({ records: 40, seed: 6 }), sampleMonth({ records: 20, seed: 7 }));
    const vectors = createTextVectors(sets, kind);
    for (let record = 0; record < 60; record++) {
      const vector = vectors.vector(record);
      expect(vector).toHaveLength(VECTOR_DIMENSIONS);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
  });

  it('gives zeros for an empty text, and for one whose words are in every text', () => {
    const { sets } = setsOf([documentOf(''), documentOf('red', { account: 'b' })]);
    const vectors = createTextVectors(sets, 'prompt-words');
    expect([...vectors.vector(0)].every((x) => x === 0)).toBe(true);
    const alike = setsOf([documentOf('red'), documentOf('red', { account: 'b' })]);
    expect([...createTextVectors(alike.sets, 'prompt-words').vector(0)].every((x) => x === 0)).toBe(true);
  });

  it('finds equal texts equal, unrelated ones not, across sets', () => {
    const month = [
      documentOf('red lamp broken', { account: '1' }),
      documentOf('oboe lessons please', { account: '2' }),
    ];
    const { sets } = setsOf(month, [documentOf('broken red lamp'), documentOf('filler words here', { account: 'z' })]);
    const vectors = createTextVectors(sets, 'prompt-words');
    expect(dot(vectors.vector(0), vectors.vector(2))).toBeCloseTo(1, 5);
    expect(Math.abs(dot(vectors.vector(0), vectors.vector(1)))).toBeLessThan(0.5);
  });

  it("takes a phrase's words out, so that what remains is the vector of the rest", () => {
    const texts = ['red lamp broken zephyr', 'red lamp broken', 'zephyr', 'sofa chair', 'green sofa'];
    const { vocabulary, sets } = setsOf(texts.map((text, i) => documentOf(text, { account: `${i}` })));
    const vectors = createTextVectors(sets, 'prompt-words');
    const zephyr = vocabulary.indexOf('zephyr') + 1;
    const rest = new Float32Array(VECTOR_DIMENSIONS);
    vectors.without(0, [zephyr], rest);
    expect(dot(rest, vectors.vector(1))).toBeCloseTo(1, 4);
    expect(dot(rest, rest)).toBeCloseTo(1, 5);
    vectors.without(2, [zephyr], rest);
    expect([...rest].every((x) => x === 0)).toBe(true);
  });

  it('gives less weight to what the reply took from the prompt', () => {
    const documents = [
      documentOf('serial 12 kestrel', { account: '1', replies: ['kestrel granted'] }),
      documentOf('hello', { account: '2', replies: ['kestrel denied'] }),
      documentOf('hello there', { account: '3', replies: ['kestrel refused'] }),
      documentOf('other', { account: '4', replies: ['nothing'] }),
    ];
    const vectors = createTextVectors(setsOf(documents).sets, 'reply-pairs');
    expect(dot(vectors.vector(0), vectors.vector(1))).toBeLessThan(dot(vectors.vector(1), vectors.vector(2)));
  });
});
