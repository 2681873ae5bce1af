import { describe, expect, it } from 'vitest';
import { maximalPhrase } from './maximal-phrase.ts';

const phrases = [
  { phrase: 'zephyr', records: 260 },
  { phrase: 'our zephyr', records: 255 },
  { phrase: 'per our zephyr arrangement', records: 250 },
  { phrase: 'per our zephyr arrangement please', records: 9 },
  { phrase: 'per our earlier conversation', records: 900 },
];

describe('maximalPhrase', () => {
  it('is the longest phrase around the fragment that recurs about as often', () => {
    expect(maximalPhrase('zephyr', phrases)?.phrase).toBe('per our zephyr arrangement');
    expect(maximalPhrase('eph', phrases)?.phrase).toBe('per our zephyr arrangement');
  });

  it('is not misled by spelling', () => {
    expect(maximalPhrase('Our ZE\u200bPHYR', phrases)?.phrase).toBe('per our zephyr arrangement');
  });

  it('is none where the corpus has nothing around the fragment, or the fragment has no word', () => {
    expect(maximalPhrase('blue heron', phrases)).toBeUndefined();
    expect(maximalPhrase('\u200b', phrases)).toBeUndefined();
    expect(maximalPhrase('zephyr', [])).toBeUndefined();
  });
});
