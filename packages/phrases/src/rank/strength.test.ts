import { describe, expect, it } from 'vitest';
import { chanceNovelty, DECIDING_KEYS, evidenceStrength } from './strength.ts';

const NONE = { similarity: 0, wording: 0, action: 0 };

describe('evidenceStrength', () => {
  it('is 1 exactly where one key begins to count, and lets the strongest key decide', () => {
    const { trusted } = DECIDING_KEYS;
    for (const key of ['similarity', 'wording', 'action'] as const) {
      expect(evidenceStrength({ ...NONE, [key]: trusted[key] }, trusted, 30, 20)).toBe(1);
      expect(evidenceStrength({ ...NONE, [key]: trusted[key] * 0.99 }, trusted, 30, 20)).toBeLessThan(1);
    }
    expect(evidenceStrength({ similarity: 0.1, wording: 1, action: 2 * trusted.action }, trusted, 30, 20)).toBe(2);
  });

  it('stays below 1 for a phrase that chance may have made new, however strong its keys', () => {
    const huge = { similarity: 1e6, wording: 1e6, action: 1e6 };
    expect(evidenceStrength(huge, DECIDING_KEYS.trusted, 19.9, 20)).toBeLessThan(1);
    expect(evidenceStrength(huge, DECIDING_KEYS.trusted, 20, 20)).toBeGreaterThan(1);
  });

  it('without a trusted corpus never counts wording, and asks more of the other two', () => {
    const { trusted, untrusted } = DECIDING_KEYS;
    expect(evidenceStrength({ ...NONE, wording: 1e9 }, untrusted, 30, 20)).toBe(0);
    expect(untrusted.similarity).toBeGreaterThan(trusted.similarity);
    expect(untrusted.action).toBeGreaterThan(trusted.action);
  });
});

describe('chanceNovelty', () => {
  it('grows with the logarithm of what was tested, and is finite from nothing on', () => {
    expect(chanceNovelty(20_000)).toBeCloseTo(19.8, 1);
    expect(chanceNovelty(0)).toBe(chanceNovelty(2));
  });
});
