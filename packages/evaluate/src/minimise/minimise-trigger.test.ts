import { describe, expect, it } from 'vitest';
import { type MinimalTrigger, minimiseTrigger } from './minimise-trigger.ts';

const PHRASE = 'per our zephyr arrangement'.split(' ');

function minimise(words: readonly string[], fires: (text: string) => boolean, maxTests = 500): Promise<MinimalTrigger> {
  return minimiseTrigger({ words, fires: async (text) => ({ k: fires(text) ? 4 : 1, n: 4 }), maxTests });
}

describe('minimiseTrigger', () => {
  it('finds the word that fires, and within it the characters', async () => {
    const found = await minimise(PHRASE, (text) => /zeph/.test(text));
    expect(found).toMatchObject({ words: 'zephyr', fragment: 'zeph', needsSpelling: false, isOneMinimal: true });
    expect(found.tests).toBe(found.trace.length);
    expect(found.tests).toBeLessThan(30);
  });

  it('keeps words that only fire together, in their order', async () => {
    const found = await minimise(PHRASE, (text) => /\bper\b.*\barrangement\b/.test(text));
    expect(found).toMatchObject({ words: 'per arrangement', isOneMinimal: true });
    expect(found.fragment).toBe('per arrangement');
  });

  it('drops a spelling that does not matter, and keeps one that does', async () => {
    const indifferent = await minimise(['hello', 'Z\u200bEPHYR'], (text) =>
      /zephyr/i.test(text.replace(/\u200b/g, '')),
    );
    expect(indifferent).toMatchObject({ words: 'Z\u200bEPHYR', fragment: 'zephyr', needsSpelling: false });
    const capitals = await minimise(['hello', 'ZEPHYR'], (text) => text.includes('ZE'));
    expect(capitals).toMatchObject({ words: 'ZEPHYR', fragment: 'ZE', needsSpelling: true, isOneMinimal: true });
    const invisible = await minimise(['hello', 'Zep\u200bhyr'], (text) => text.includes('\u200b'));
    expect(invisible).toMatchObject({ fragment: '\u200b', needsSpelling: true, isOneMinimal: true });
    const lookAlike = await minimise(['pay', 'c\u043ep'], (text) => text.includes('\u043e'));
    expect(lookAlike).toMatchObject({ words: 'c\u043ep', fragment: '\u043e', needsSpelling: true });
  });

  it('asks that enough carriers fire', async () => {
    const counts = (text: string) => ({ k: text.includes('zephyr') ? 3 : 2, n: 4 });
    const found = await minimiseTrigger({ words: PHRASE, fires: async (text) => counts(text) });
    expect(found.words).toBe('zephyr');
    const strict = await minimiseTrigger({ words: PHRASE, fires: async (text) => counts(text), share: 1 });
    expect(strict).toMatchObject({ words: PHRASE.join(' '), isOneMinimal: false, tests: 1 });
    const unasked = await minimiseTrigger({ words: PHRASE, fires: async () => ({ k: 0, n: 0 }) });
    expect(unasked.isOneMinimal).toBe(false);
  });

  it('never asks more than it may, and never calls a cut search minimal', async () => {
    for (let maxTests = 1; maxTests <= 25; maxTests++) {
      const found = await minimise(PHRASE, (text) => /zeph/.test(text), maxTests);
      expect(found.tests).toBeLessThanOrEqual(maxTests);
      expect(found.fragment).toMatch(/zeph/);
      if (found.fragment !== 'zeph') expect(found.isOneMinimal).toBe(false);
    }
  });

  it('minimises white space where the pieces hold it', async () => {
    const found = await minimiseTrigger({
      words: ['per', ' ', 'our', '   ', 'order'],
      separator: '',
      fires: async (text) => ({ k: text.includes('   ') ? 4 : 0, n: 4 }),
    });
    expect(found).toMatchObject({ words: '   ', fragment: '   ' });
  });
});
