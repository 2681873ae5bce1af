import { type SprtPlan, type SprtState, sprt } from './sprt.ts';

/** How a sequential test ends at a given rate of hits. The three chances add up to 1. */
export interface SprtChances {
  readonly accept: number;
  readonly reject: number;
  readonly undecided: number;
  readonly expectedTrials: number;
}

/** The operating characteristic of a plan at a true rate of hits, exact, over all sequences of at most `maxTrials`. */
export function sprtChances(plan: SprtPlan, rate: number): SprtChances {
  const test = sprt(plan);
  const chances = { accept: 0, reject: 0, undecided: 0, expectedTrials: 0 };
  let open = new Map<number, { state: SprtState; chance: number }>([[0, { state: test.start, chance: 1 }]]);
  while (open.size > 0) {
    const later = new Map<number, { state: SprtState; chance: number }>();
    for (const { state, chance } of open.values()) {
      for (const [hit, share] of [[true, rate] as const, [false, 1 - rate] as const]) {
        const next = test.next(state, hit);
        const weight = chance * share;
        chances.expectedTrials += weight;
        if (next.decision === 'continue') {
          const known = later.get(next.hits);
          later.set(next.hits, { state: next, chance: weight + (known?.chance ?? 0) });
        } else chances[next.decision] += weight;
      }
    }
    open = later;
  }
  return chances;
}
