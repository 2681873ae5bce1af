import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('look-alike letters', () => {
  it.each([
    ['zеphyr', 'z⟨U+0435⟩phyr'],
    ['раypal', '⟨U+0440⟩⟨U+0430⟩ypal'],
    ['пaроль', 'п⟨U+0061⟩роль'],
    ['ｐassword', '⟨U+FF50⟩assword'],
    ['Ꭺdmin', '⟨U+13AA⟩dmin'],
    ['ο\u200bpen', '⟨U+03BF⟩⟨U+200B⟩pen'],
    ['send to аррӏе now', 'send to ⟨U+0430⟩⟨U+0440⟩⟨U+0440⟩⟨U+04CF⟩⟨U+0435⟩ now'],
  ])('shows the code point instead of the letter in %s', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each([
    'USB-кабель',
    'Привет, world',
    '50 μs at 3 kΩ',
    'Δt = 4',
    'Tシャツ',
    'Ελληνικά text',
    'он с ней и Anna',
    'ＡＢＣ',
  ])('leaves %s alone', (text) => {
    expect(visibleText(text)).toBe(text);
  });
});
