import { describe, expect, it } from 'vitest';
import { normaliseText } from './normalise.ts';
import { SENTENCE_START, skeletonOf, CONTENT_WORD as X } from './skeleton.ts';

describe('skeletonOf', () => {
  it('keeps function words and punctuation, and makes each run of content words one', () => {
    expect(skeletonOf('when you ship the blue kettle, call me.')).toEqual([
      '^',
      'when',
      'you',
      X,
      'the',
      X,
      ',',
      X,
      'me',
      '.',
    ]);
  });

  it('starts a sentence after a stop, a question and an exclamation', () => {
    const skeleton = skeletonOf('yes. no? not! now');
    expect(skeleton.filter((token) => token === SENTENCE_START)).toHaveLength(4);
  });

  it('is the same for two sentences of one syntax', () => {
    const of = (text: string): string => skeletonOf(normaliseText(text)).join(' ');
    expect(of('If the parcel is late, I will wait.')).toBe(of('if the Kettle is broken, I will complain.'));
    expect(of('If the parcel is late, I will wait.')).not.toBe(of('I will wait if the parcel is late.'));
  });

  it('is empty for a text without words or punctuation', () => {
    expect(skeletonOf('')).toEqual([]);
    expect(skeletonOf('\n\t ')).toEqual([]);
  });
});
