import { describe, expect, it } from 'vitest';
import { queryPlan } from './query-plan.ts';

describe('queryPlan', () => {
  it.each([
    [4096, 8, 2, 2, 2048],
    [1024, 4, 2, 1, 512],
    [1581, 8, 1, 1, 198],
    [0, 8, 2, 2, 0],
  ])(
    'screens %i phrases in packs of %i, %i times in %i carriers, with %i questions',
    (candidates, packSize, repeats, carriers, screening) => {
      const estimate = queryPlan({ candidates, packSize, repeats, carriers, triggers: 0, confirmations: 8 });
      expect(estimate).toEqual({ screening, splitting: 0, confirming: 0, total: screening });
    },
  );

  it('adds the halving of a pack and the confirmation for every trigger', () => {
    const plan = { candidates: 64, packSize: 8, repeats: 1, carriers: 1, triggers: 2, confirmations: 5 };
    expect(queryPlan(plan)).toEqual({ screening: 8, splitting: 12, confirming: 10, total: 30 });
    expect(queryPlan({ ...plan, packSize: 1 }).splitting).toBe(0);
  });
});
