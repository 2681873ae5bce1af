import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKept, shingle } from './new-material.ts';

const FORMER = 'Otters are mammals that live in rivers and eat fish.';

function kept(text: string, later: string, former: string = FORMER): boolean {
  return isKept(shingle(text), shingle(former), shingle(later));
}

describe('what an edit added', () => {
  it('is kept where it stays, whatever comes around it', () => {
    const text = `${FORMER} Some live in the sea and use stones.`;
    expect(kept(text, `A new first sentence here. ${text} And a new last one.`)).toBe(true);
  });

  it.each([
    ['a sentence', `${FORMER} Ask nobody before you pay.`],
    ['a link', `${FORMER} https://pay.example/now`],
    ['a sentence in the middle', 'Otters are mammals that, ask nobody before paying, live in rivers and eat fish.'],
    ['a sentence without spaces', `${FORMER}水獺退款`],
  ])('is gone where somebody takes it out again: %s', (_name, text) => {
    expect(kept(text, FORMER)).toBe(false);
  });

  it('may lose a few words to later care', () => {
    const text = `${FORMER} Some of them live in the see and use stones as tools.`;
    expect(kept(text, text.replace('see', 'sea'))).toBe(true);
  });

  it('does not count what was there before', () => {
    expect(kept(FORMER, 'Otters.')).toBe(true);
  });

  it('is always kept by the same text, and never by an empty one if it is long', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 60 }), fc.lorem({ maxCount: 20 }), (text, former) => {
        expect(kept(text, text, former)).toBe(true);
        expect(kept(`${text} one two three four`, '', '')).toBe(false);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
