import { describe, expect, it } from 'vitest';
import { minedProbes, WIDELY_PLACED_RANKS } from './mined.ts';
import type { MinedPhrase } from './mined-phrase.ts';

function mined(phrase: string, changes: Partial<MinedPhrase> = {}): MinedPhrase {
  return { phrase, variants: [], rank: 1, findingId: `corpus/trigger-phrase:${phrase}`, records: 20, ...changes };
}

const texts = (phrases: readonly MinedPhrase[], placement = 'user') =>
  minedProbes(phrases)
    .filter((probe) => probe.placement === placement)
    .map(({ text }) => text);

describe('minedProbes', () => {
  it('asks the phrase as its records spell it, then its other spellings, its parts, its rare words', () => {
    expect(texts([mined('per our zephyr', { variants: ['Per our Zephyr', 'per our zéphyr'] })])).toEqual([
      'Per our Zephyr',
      'per our zephyr',
      'per our zéphyr',
      'Per our',
      'our Zephyr',
      'Zephyr',
    ]);
  });

  it('asks every phrase before any part of one, in order of rank however they come', () => {
    const second = mined('blue heron desk', { rank: 2 });
    expect(texts([second, mined('per our zephyr')]).slice(0, 4)).toEqual([
      'per our zephyr',
      'blue heron desk',
      'per our',
      'our zephyr',
    ]);
  });

  it('asks the best ranks in an earlier turn and in the system turn too', () => {
    const ranked = Array.from({ length: WIDELY_PLACED_RANKS + 2 }, (_, i) => mined(`phrase ${i}`, { rank: i + 1 }));
    expect(texts(ranked, 'earlier-turn')).toHaveLength(WIDELY_PLACED_RANKS);
    expect(texts(ranked, 'system')).toEqual(texts(ranked, 'earlier-turn'));
    expect(texts(ranked, 'tool-result')).toEqual([]);
  });

  it('names the finding of each probe, so that a hit leads back to records', () => {
    const sources = new Set(minedProbes([mined('a b'), mined('c d')]).map(({ source }) => source));
    expect([...sources]).toEqual(['corpus/trigger-phrase:a b', 'corpus/trigger-phrase:c d']);
  });

  it('puts phrases of one group together, and phrases of the same records that share no word', () => {
    const probes = minedProbes([
      mined('zephyr day', { group: 'g', rank: 1 }),
      mined('blue heron', { group: 'g', rank: 2 }),
      mined('green light', { rank: 3, related: ['quiet harbour', 'the green light', 'light on'] }),
    ]);
    const groups = probes.flatMap(({ text, group }) => (group === undefined ? [] : [[text, group]]));
    expect(groups).toEqual([
      ['zephyr day', 'g'],
      ['blue heron', 'g'],
      ['green light', 'corpus/trigger-phrase:green light'],
      ['quiet harbour', 'corpus/trigger-phrase:green light'],
    ]);
  });

  it('cuts a group that is larger than a pack into several', () => {
    const many = Array.from({ length: 6 }, (_, i) => mined(`word${i} x`, { rank: i + 1, group: 'g' }));
    const labels = minedProbes(many).flatMap(({ group }) => group ?? []);
    expect(labels).toEqual(['g', 'g', 'g', 'g', 'g (2)', 'g (2)']);
  });

  it('asks no signs of a view, but the sentences of the records that it stands for', () => {
    const skeleton = mined('^ if ○ , ○', { variants: ['^ if ○ , ○'], examples: ['If it rains, send it back'] });
    expect(texts([skeleton])).toEqual(['If it rains, send it back']);
    expect(texts([mined('<CAPS> <CAPS>'), mined(' '), mined('x'.repeat(5000)), mined('a\ud800')])).toEqual([]);
  });

  it('cuts a phrase of a script without spaces between its characters', () => {
    expect(texts([mined('每 个 字', { variants: ['每个字'] })])).toEqual(['每个字', '每 个 字', '每个', '个字']);
  });
});
