import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from './display-width.ts';
import { graphemes } from './grapheme.ts';
import { truncateToWidth } from './width-truncation.ts';

describe('display width', () => {
  it.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['😀', 2],
    ['❤️', 2],
    ['한글', 4],
    ['ＡＢ', 4],
    ['', 0],
  ])('of %s is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('of a truncated text never exceeds the columns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 0, max: 30 }), (text, columns) => {
        expect(displayWidth(truncateToWidth(text, columns))).toBeLessThanOrEqual(columns);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('cuts before a mark, not inside it', () => {
    expect(truncateToWidth('ab⟨U+200B⟩cd', 8)).toBe('ab…');
    expect(truncateToWidth('abc', 3)).toBe('abc');
  });

  it('has no cluster wider than four columns', () => {
    expect(graphemes('ᄀ'.repeat(50)).every((cluster) => displayWidth(cluster) <= 4)).toBe(true);
  });
});
