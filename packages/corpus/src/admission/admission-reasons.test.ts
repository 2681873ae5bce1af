import { FINDING_CATALOGUE } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { ADMISSION_REASONS, RULE_REASONS, reasonBit, reasonsOf } from './admission-reasons.ts';

describe('ADMISSION_REASONS', () => {
  it('are codes of the catalogue, each with a bit of its own', () => {
    for (const code of ADMISSION_REASONS) expect(Object.hasOwn(FINDING_CATALOGUE, code)).toBe(true);
    expect(new Set(ADMISSION_REASONS.map(reasonBit)).size).toBe(ADMISSION_REASONS.length);
    expect(ADMISSION_REASONS.length).toBeLessThanOrEqual(31);
    for (const code of RULE_REASONS) expect(reasonBit(code)).toBeGreaterThan(0);
  });

  it('come back out of their bits', () => {
    const bits = reasonBit('corpus/cap-exceeded') | reasonBit('corpus/trigger-phrase');
    expect(reasonsOf(bits)).toEqual(['corpus/trigger-phrase', 'corpus/cap-exceeded']);
    expect([reasonsOf(0), reasonBit('corpus/unknown')]).toEqual([[], 0]);
  });
});
