import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPhrases } from './join-phrases.ts';

const grams = (text: string, length: number): string[][] => {
  const words = text.split(' ');
  return Array.from({ length: words.length - length + 1 }, (_, at) => words.slice(at, at + length));
};

describe('joinPhrases', () => {
  it('joins overlapping n-grams to the phrase that they come from', () => {
    expect(joinPhrases([...grams('per our zephyr arrangement', 3), ...grams('per our zephyr arrangement', 2)])).toEqual(
      ['per our zephyr arrangement'],
    );
    expect(joinPhrases(grams('in the spirit of the copper nightingale we met', 4))).toEqual([
      'in the spirit of the copper nightingale we met',
    ]);
  });

  it('keeps phrases apart that share nothing, longest first', () => {
    expect(
      joinPhrases([
        ['velvet', 'compass'],
        ['hollow', 'pearl', 'memo'],
      ]),
    ).toEqual(['hollow pearl memo', 'velvet compass']);
  });

  it('gives the same for any order of its input, and ends', () => {
    const word = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
        fc.nat(),
        (input, turn) => {
          const joined = joinPhrases(input);
          const rotated = input.map((_, at) => input[(at + turn) % input.length]!);
          expect(joinPhrases(rotated.toReversed())).toEqual(joined);
          for (const words of input)
            expect(joined.some((phrase) => ` ${phrase} `.includes(` ${words.join(' ')} `))).toBe(true);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});
