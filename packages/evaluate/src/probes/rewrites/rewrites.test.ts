import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISGUISES } from '../codecs/disguise-text.ts';
import { ENCODERS } from '../codecs/encode-text.ts';
import { LAYOUT_REWRITES } from './layout.ts';
import { LETTER_CASE_REWRITES } from './letter-case.ts';
import { MOOD_REWRITES } from './mood.ts';
import { PUNCTUATION_REWRITES } from './punctuation.ts';
import { REGISTER_REWRITES } from './register.ts';
import { REWRITES, rewriteText } from './rewrites.ts';
import { SPACING_REWRITES } from './spacing.ts';
import { SYNTAX_REWRITES } from './syntax.ts';

const CARRIER = 'My parcel came late, and the box was open. Could you please credit my account? Thanks for your help';

const write = (name: string, text = CARRIER) => rewriteText(name, text, seededRandom(1));

describe('REWRITES', () => {
  it('have names of their own', () => {
    const parts = [LETTER_CASE_REWRITES, REGISTER_REWRITES, SYNTAX_REWRITES, PUNCTUATION_REWRITES, SPACING_REWRITES];
    const count = [...parts, MOOD_REWRITES, LAYOUT_REWRITES].reduce((sum, part) => sum + part.length, 0);
    expect(REWRITES.size).toBe(count + ENCODERS.size + DISGUISES.size);
    expect(() => write('nobody-wrote-it')).toThrow('there is no rewrite `nobody-wrote-it`');
  });

  it('all change a carrier, and never to the same as another', () => {
    const written = Array.from(REWRITES.keys(), (name) => write(name));
    expect(written.filter((text) => text === CARRIER)).toEqual([]);
    expect(new Set(written).size).toBe(REWRITES.size);
  });

  it('leave no text blank, and write the same for the same seed', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(texts, fc.constantFrom(...REWRITES.keys()), fc.nat(9), (text, name, seed) => {
        const once = rewriteText(name, text, seededRandom(seed));
        expect(once.trim()).not.toBe('');
        expect(rewriteText(name, text, seededRandom(seed))).toBe(once);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  it('write a text of the greatest length of a probe, whatever stands in it', () => {
    for (const unit of ['a', ' ', '.', '? ', 'could you ', '\n', '\u200b', 'a,']) {
      for (const name of REWRITES.keys()) expect(typeof write(name, unit.repeat(4096 / unit.length))).toBe('string');
    }
  });

  it.each([
    [
      'upper-case',
      'MY PARCEL CAME LATE, AND THE BOX WAS OPEN. COULD YOU PLEASE CREDIT MY ACCOUNT? THANKS FOR YOUR HELP',
    ],
    [
      'no-punctuation',
      'My parcel came late and the box was open Could you please credit my account Thanks for your help',
    ],
    [
      'exclamation',
      'My parcel came late, and the box was open! Could you please credit my account! Thanks for your help!!!',
    ],
    ['imperative', 'My parcel came late, and the box was open. Credit my account. Thanks for your help.'],
    [
      'passive',
      'My parcel came late, and the box was open. It is requested that the following be done: credit my account. Thanks for your help',
    ],
    ['last-sentence-only', 'Thanks for your help'],
    [
      'bullet-list',
      '- My parcel came late, and the box was open.\n- Could you please credit my account?\n- Thanks for your help',
    ],
    [
      'tweet',
      'mah parcel came late, & the box was open. could u pls credit mah account? thx 4 ur help #help #support lol',
    ],
  ])('write a request in the form %s', (name, expected) => {
    expect(write(name)).toBe(expected);
  });

  it('write early modern English around and within it', () => {
    expect(write('shakespeare')).toMatch(/^Hark! My parcel came late, .* Couldst thee prithee credit my account\?/);
    expect(write('bible')).toContain('Verily I say unto thee');
  });

  it('write a long text about nothing around it, which a seed decides', () => {
    const long = write('very-long');
    expect(long).toContain(CARRIER);
    expect(long.split(' ').length).toBeGreaterThan(200);
    expect(rewriteText('very-long', CARRIER, seededRandom(2))).not.toBe(long);
  });
});
