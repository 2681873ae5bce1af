import { describe, expect, it } from 'vitest';
import { documentOf, setsOf } from '../testing/documents.ts';
import { createReplyFeatures } from './reply-features.ts';

function featuresOf(replies: string[], prompt = 'hello', grounds: string[] = []) {
  const { vocabulary, sets } = setsOf([documentOf(prompt, { replies, grounds, actions: ['call A'] })]);
  const features = createReplyFeatures(sets, vocabulary);
  const spelled = Array.from(features.wording(0), (hash) =>
    features
      .spell(0, hash)!
      .map((token) => vocabulary[token - 1])
      .join(' '),
  );
  return { features, spelled: spelled.sort(), vocabulary };
}

describe('createReplyFeatures', () => {
  it('gives the phrases of one to three words that hold a content word', () => {
    expect(featuresOf(['the credit was yours']).spelled).toEqual([
      'credit',
      'credit was',
      'credit was yours',
      'the credit',
      'the credit was',
    ]);
  });

  it('leaves out what only repeats the prompt or a tool result, and bare amounts', () => {
    expect(featuresOf(['lamp shipped 40'], 'my lamp', ['shipped']).spelled).toEqual([]);
    expect(featuresOf(['lamp credit'], 'my lamp').spelled).toEqual(['credit', 'lamp credit']);
  });

  it('does not join two turns', () => {
    expect(featuresOf(['red', 'blue']).spelled).toEqual(['blue', 'red']);
  });

  it('names actions, numbers sets end to end, and refuses a record beyond them', () => {
    const { vocabulary, sets } = setsOf(
      [documentOf('a', { actions: ['call A'] })],
      [documentOf('b', { actions: ['call B'] })],
    );
    const features = createReplyFeatures(sets, vocabulary);
    expect(Array.from(features.actions(1), (token) => vocabulary[token - 1])).toEqual(['call B']);
    expect(() => features.wording(2)).toThrow(/no record 2|no record 0/);
    expect(features.spell(0, 12345)).toBeUndefined();
  });
});
