import { describe, expect, it } from 'vitest';
import { minePhrases } from './mine-phrases.ts';
import { documentOf, setsOf } from './testing/documents.ts';
import { type Plant, sampleMonth } from './testing/sample-month.ts';

/** Ways in which forty users of a month write alike and new, without any influence on what they are answered. */
const HABITS: readonly ((prompt: string) => string)[] = [
  (prompt) => `${prompt} sent from my galaxy fold`,
  (prompt) => `happy new year ${prompt}`,
  (prompt) => `${prompt} \u2764\ufe0f`,
  (prompt) => prompt.toUpperCase(),
  (prompt) => prompt.replaceAll(' and ', '\n\n'),
  (prompt) => prompt.replace('o', 'o\u00ad'),
  (prompt) => prompt.replace('hello', 'hallo'),
  (prompt) => `${prompt} спасибо за помощь`,
];

const withHabits: Plant = (document, index) => {
  const habit = HABITS[index % 12];
  if (habit === undefined) return document;
  const { digest: _, ...rest } = document;
  return documentOf('', { ...rest, prompts: rest.prompts.map(habit) });
};

describe('ordinary novelty', () => {
  const trusted = sampleMonth({ records: 480, seed: 21 });

  it.each([22, 23])(
    'is never reported as deciding: signature, season, emoji, capitals, layout, soft hyphen, spelling, Russian (month %i)',
    (seed) => {
      const { candidates, families } = minePhrases(
        setsOf(sampleMonth({ records: 480, seed, plant: withHabits }), trusted),
      );
      expect(candidates).toBeGreaterThanOrEqual(HABITS.length);
      expect(families.filter(({ strength }) => strength >= 1).map(({ phrase }) => phrase)).toEqual([]);
    },
  );

  it.each([31, 32])('is absent from a month like the one before it (month %i)', (seed) => {
    const { families } = minePhrases(setsOf(sampleMonth({ records: 480, seed }), trusted));
    expect(families.filter(({ strength }) => strength >= 1)).toEqual([]);
  });
});
