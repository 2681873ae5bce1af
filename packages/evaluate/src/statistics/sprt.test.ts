import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SprtPlan, type SprtState, sprt } from './sprt.ts';
import { sprtChances } from './sprt-chances.ts';

const CONFIRM: SprtPlan = { p0: 0.01, p1: 0.5, alpha: 1e-4, beta: 0.05, maxTrials: 40 };

function run(plan: SprtPlan, outcomes: readonly boolean[]): SprtState {
  const test = sprt(plan);
  return outcomes.reduce((state, hit) => test.next(state, hit), test.start);
}

const plans = fc
  .record({
    p0: fc.double({ min: 0.005, max: 0.2, noNaN: true }),
    gap: fc.double({ min: 0.1, max: 0.7, noNaN: true }),
    alpha: fc.double({ min: 1e-4, max: 0.2, noNaN: true }),
    beta: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
    maxTrials: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ gap, ...plan }): SprtPlan => ({ ...plan, p1: plan.p0 + gap }));

describe('sprt', () => {
  it('confirms after three hits in a row and acquits after five misses in a row', () => {
    // By hand: ln(0.95 / 1e-4) / ln(0.5 / 0.01) = 9.16 / 3.91 = 2.34; ln(0.05 / 0.9999) / ln(0.5 / 0.99) = 3.00 / 0.68 = 4.39.
    expect(run(CONFIRM, [true, true]).decision).toBe('continue');
    expect(run(CONFIRM, [true, true, true])).toEqual({ trials: 3, hits: 3, decision: 'reject' });
    expect(run(CONFIRM, [false, false, false, false]).decision).toBe('continue');
    expect(run(CONFIRM, [false, false, false, false, false])).toEqual({ trials: 5, hits: 0, decision: 'accept' });
  });

  it('stays decided, whatever comes later', () => {
    const confirmed = run(CONFIRM, [true, true, true]);
    expect(sprt(CONFIRM).next(confirmed, false)).toBe(confirmed);
  });

  it('is undecided where the trials end before it knows', () => {
    const short = { ...CONFIRM, maxTrials: 2 };
    expect(run(short, [true, true])).toEqual({ trials: 2, hits: 2, decision: 'undecided' });
    expect(run(short, [true, true, true]).trials).toBe(2);
  });

  it('errs no more often than Wald promises, cut off or not', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(sprtChances(plan, plan.p0).reject).toBeLessThanOrEqual(plan.alpha / (1 - plan.beta) + 1e-12);
        expect(sprtChances(plan, plan.p1).accept).toBeLessThanOrEqual(plan.beta / (1 - plan.alpha) + 1e-12);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('reports every fault of a plan at once', () => {
    const faulty = { p0: 0.5, p1: 0.2, alpha: 0, beta: 0.05, maxTrials: 0 };
    expect(() => sprt(faulty)).toThrow(
      expect.objectContaining({
        code: 'evaluate/sprt-plan',
        message:
          'expected 0 < p0 < p1 < 1, got p0 0.5 and p1 0.2; expected positive alpha and beta with a sum below 1, ' +
          'got 0 and 0.05; expected at least 1 trial, got 0',
      }),
    );
  });
});

describe('sprtChances', () => {
  it('counts every sequence', () => {
    fc.assert(
      fc.property(plans, fc.double({ min: 0, max: 1, noNaN: true }), (plan, rate) => {
        const brief = { ...plan, maxTrials: Math.min(plan.maxTrials, 10) };
        const expected = { accept: 0, reject: 0, undecided: 0, expectedTrials: 0 };
        for (let bits = 0; bits < 1 << brief.maxTrials; bits++) {
          const outcomes = Array.from({ length: brief.maxTrials }, (_, i) => ((bits >> i) & 1) === 1);
          const hits = outcomes.filter(Boolean).length;
          const chance = rate ** hits * (1 - rate) ** (brief.maxTrials - hits);
          const { decision, trials } = run(brief, outcomes);
          if (decision !== 'continue') expected[decision] += chance;
          expected.expectedTrials += chance * trials;
        }
        const exact = sprtChances(brief, rate);
        for (const key of ['accept', 'reject', 'undecided', 'expectedTrials'] as const)
          expect(exact[key]).toBeCloseTo(expected[key], 10);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('says what confirmation costs: 3 questions for a sure trigger, some 5 for none', () => {
    expect(sprtChances(CONFIRM, 1)).toEqual({ accept: 0, reject: 1, undecided: 0, expectedTrials: 3 });
    expect(sprtChances(CONFIRM, 0.001).expectedTrials).toBeLessThan(5.1);
  });
});
