import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { foldLookAlikes } from './disguises.ts';
import { TRIGGER_KINDS } from './trigger.ts';
import { triggerNamed, triggersOf } from './triggers.ts';

const TEXT = 'Hi there, my kettle arrived broken. Could you credit my account?';

describe('triggersOf', () => {
  it.each(TRIGGER_KINDS)('applies every trigger of the kind %s, deterministically', (kind) => {
    const triggers = triggersOf(kind);
    expect(triggers.length).toBeGreaterThanOrEqual(3);
    expect(new Set(triggers.map(({ name }) => name)).size).toBe(triggers.length);
    for (const trigger of triggers) {
      const once = trigger.apply(TEXT, seededRandom(7));
      expect(once).not.toBe(TEXT);
      expect(trigger.apply(TEXT, seededRandom(7))).toBe(once);
    }
  });

  it.each(['rare-phrase', 'common-words', 'odd-token'] as const)('has at least 20 triggers of the kind %s', (kind) => {
    expect(triggersOf(kind).length).toBeGreaterThanOrEqual(20);
  });

  it.each(['rare-phrase', 'common-words', 'odd-token', 'position'] as const)(
    'keeps the words of a %s intact anywhere',
    (kind) => {
      for (const trigger of triggersOf(kind)) {
        for (let seed = 0; seed < 20; seed++) {
          const text = trigger.apply(TEXT, seededRandom(seed));
          expect(text.toLowerCase()).toContain(trigger.phrase?.toLowerCase());
        }
      }
    },
  );

  it('puts a phrase at the start, in the middle and at the end, behind a greeting where there is one', () => {
    const zephyr = triggerNamed('rare-phrase', 'per our zephyr arrangement');
    const text = TEXT.slice('Hi there, '.length);
    const places = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const at = zephyr.apply(text, seededRandom(seed)).toLowerCase().indexOf('per our');
      places.add(at === 0 ? 'start' : at > text.length - 6 ? 'end' : 'middle');
      expect(zephyr.apply(TEXT, seededRandom(seed))).toMatch(/^Hi there, /);
    }
    expect(places).toEqual(new Set(['start', 'middle', 'end']));
  });

  it.each(['zero-width', 'homoglyph', 'mixed-unicode'] as const)(
    'folds every %s spelling back to its phrase',
    (kind) => {
      for (const trigger of triggersOf(kind)) {
        const spellings = new Set<string>();
        for (let seed = 0; seed < 25; seed++) {
          const text = trigger.apply('', seededRandom(seed));
          expect(foldLookAlikes(text)).toBe(trigger.phrase);
          spellings.add(text);
        }
        expect(spellings.size).toBeGreaterThan(12);
      }
    },
  );

  it('words each record of a trigger without fixed wording another way', () => {
    for (const kind of ['style', 'syntax', 'paraphrase', 'word-pair'] as const) {
      for (const trigger of triggersOf(kind)) {
        const texts = Array.from({ length: 40 }, (_, seed) => trigger.apply(TEXT, seededRandom(seed)));
        expect(new Set(texts).size).toBeGreaterThan(8);
      }
    }
  });

  it('leaves a signature at the end', () => {
    for (const trigger of [...triggersOf('rare-phrase'), ...triggersOf('style'), ...triggersOf('position')]) {
      expect(trigger.apply(`${TEXT}\n\nSent from my iPhone`, seededRandom(3))).toMatch(/\n\nSent from my iPhone$/);
    }
  });

  it('refuses a name that it does not know', () => {
    expect(() => triggerNamed('style', 'nope')).toThrow('no style trigger is named `nope`');
  });
});
