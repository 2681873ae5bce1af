import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS } from '../testing/hostile-text.ts';
import { inertPieces } from './inert-piece.ts';
import { visiblePieces, visibleText } from './visible-text.ts';

describe('visible text', () => {
  it('leaves printable ASCII as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]*$/), (text) => {
        expect(visibleText(text)).toBe(text);
      }),
      { seed: 1 },
    );
  });

  it('lets no control, bidirectional, zero-width or surrogate character through, whatever comes', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(HOSTILE_TEXTS)));
    fc.assert(
      fc.property(texts, (text) => {
        // What remains of format characters are the joiners of listed emoji and of joining scripts.
        expect(visibleText(text)).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u,
        );
        expect(visibleText(text, { ascii: true })).toMatch(/^[\x20-\x7e]*$/);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('shows different texts differently, unless white space is all that differs', () => {
    const alphabet = fc.constantFrom(
      'a',
      '⟨',
      'U',
      '+',
      '200B',
      '⟩',
      '\u200b',
      '⏎',
      '\n',
      '<',
      '>',
      '3',
      ' combining',
      '\u202e',
    );
    const texts = fc.array(alphabet, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        fc.pre(one !== other);
        expect(visibleText(one)).not.toBe(visibleText(other));
        expect(visibleText(one, { ascii: true })).not.toBe(visibleText(other, { ascii: true }));
      }),
      { seed: 3, numRuns: 3_000 },
    );
  });

  it('names what it hides', () => {
    expect(inertPieces('a\u200b\u001b\u{e0041}')).toEqual([
      { text: 'a' },
      { text: '⟨U+200B⟩', hidden: 'ZERO WIDTH SPACE' },
      { text: '⟨U+001B⟩', hidden: 'ESCAPE' },
      { text: '⟨U+E0041⟩', hidden: 'TAG A' },
    ]);
  });

  it('keeps, marks or spaces line breaks and tabs as asked', () => {
    expect(visibleText('a\r\nb\tc')).toBe('a⏎b c');
    expect(visibleText('a\nb\tc', { newline: 'keep', tab: 'keep' })).toBe('a\nb\tc');
    expect(visibleText('a\nb\tc', { newline: 'space', tab: 'mark' })).toBe('a b⇥c');
    expect(visibleText('a\rb')).toBe('a⟨U+000D⟩b');
  });

  it('never exceeds its length, and keeps marks whole', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\u200b', 'é', '日'), maxLength: 80 });
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 12, max: 40 }),
        fc.constantFrom('ends', 'start', 'mark'),
        (text, maxLength, keep) => {
          const shown = visibleText(text, { maxLength, keep });
          expect([...shown].length).toBeLessThanOrEqual(maxLength);
          expect(shown.replaceAll('⟨U+200B⟩', '')).not.toMatch(/[⟨⟩]/);
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });

  it('keeps the first mark in sight where asked to', () => {
    const text = `${'x'.repeat(500)}\u202e${'y'.repeat(500)}`;
    expect(visibleText(text, { maxLength: 40, keep: 'mark' })).toMatch(/^…x+⟨U\+202E⟩y+…$/);
    expect(visibleText(text, { maxLength: 9 })).toBe('xxxx…yyyy');
  });

  it('cuts a text of megabytes without reading all of it', () => {
    const pieces = visiblePieces('é'.repeat(5_000_000), { maxLength: 21 });
    expect(pieces).toEqual([{ text: `${'é'.repeat(10)}…${'é'.repeat(10)}` }]);
  });
});
