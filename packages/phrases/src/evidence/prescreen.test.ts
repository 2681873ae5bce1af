import { describe, expect, it } from 'vitest';
import { findCandidates } from '../mine/candidates.ts';
import { setsOf } from '../testing/documents.ts';
import { plantTrigger, sampleMonth } from '../testing/sample-month.ts';
import { EVIDENCE_BUDGET, prescreen } from './prescreen.ts';
import { createTextVectors } from './text-vectors.ts';

const MONTH_SETS = (() => {
  const month = sampleMonth({ records: 500, seed: 8, plant: plantTrigger(25, 'per our zephyr arrangement') });
  const sets = setsOf(month, sampleMonth({ records: 60, seed: 9 }).slice(0, 60));
  const replies = createTextVectors(sets.sets, 'reply-pairs');
  const prompts = createTextVectors(sets.sets, 'prompt-words');
  return { sets, replies, prompts };
})();

function screened(budget?: number, minRecords = 8) {
  const { sets, replies, prompts } = MONTH_SETS;
  const { candidates } = findCandidates({ ...sets, sets: [sets.sets[0]!] }, { minRecords });
  const kept = prescreen(candidates, { month: sets.sets[0]!, replies, prompts }, budget);
  const names = kept.map(({ phrase }) => phrase.map((token) => sets.vocabulary[token - 1]).join(' '));
  return { candidates, kept, names };
}

describe('prescreen', () => {
  it('keeps everything within the budget', () => {
    const { candidates, kept } = screened();
    expect(candidates.length).toBeLessThanOrEqual(EVIDENCE_BUDGET);
    expect(kept).toEqual(candidates);
  });

  it.each([3, 12])('keeps a planted phrase within a budget of %i, out of hundreds', (budget) => {
    const { candidates, kept, names } = screened(budget);
    expect(candidates.length).toBeGreaterThan(100);
    expect(kept).toHaveLength(budget);
    expect(names.some((name) => name.includes('zephyr'))).toBe(true);
  });

  it('keeps its order, and stays whole where phrases stand in a single record', () => {
    const { candidates, kept, names } = screened(300, 1);
    expect(kept).toHaveLength(300);
    expect(names.some((name) => name.includes('zephyr'))).toBe(true);
    const places = kept.map((candidate) => candidates.indexOf(candidate));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
