import { describe, expect, it } from 'vitest';
import { CONFUSABLES } from './confusable-table.ts';
import { asciiLookAlike, foldConfusables } from './confusables.ts';

describe('the table of look-alikes', () => {
  it('maps single code points outside ASCII to one lower-case ASCII letter or digit, each once', () => {
    const seen = new Set<string>();
    for (const [base, looks] of CONFUSABLES) {
      expect(base).toMatch(/^[a-z0-9]$/);
      for (const look of looks) {
        expect(look > '\x7f').toBe(true);
        expect(seen.has(look)).toBe(false);
        seen.add(look);
        expect(asciiLookAlike(look)).toBe(base);
      }
    }
  });

  it('has nothing for ASCII itself', () => {
    expect(asciiLookAlike('a')).toBeUndefined();
    expect(asciiLookAlike('1')).toBeUndefined();
  });
});

describe('foldConfusables', () => {
  it('folds a word that mixes scripts', () => {
    expect(foldConfusables('p\u0430yp\u0430l', false)).toBe('paypal');
  });

  it('folds a word that is written wholly in look-alikes in a Latin text, and leaves it in another', () => {
    expect(foldConfusables('\u0441\u043e\u0440', true)).toBe('cop');
    expect(foldConfusables('\u0441\u043e\u0440', false)).toBe('\u0441\u043e\u0440');
  });

  it('leaves a word with letters of its own script alone, but not one that also holds ASCII', () => {
    expect(foldConfusables('\u0434\u043e\u043c', true)).toBe('\u0434\u043e\u043c');
    expect(foldConfusables('\u0434o\u043c', true)).toBe('\u0434om');
  });
});
