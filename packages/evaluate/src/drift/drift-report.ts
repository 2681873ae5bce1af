import { holm } from '../statistics/holm.ts';
import { mcNemarTwoSided } from '../statistics/mcnemar-exact.ts';
import { newcombePaired } from '../statistics/newcombe-paired.ts';
import { DRIFT_MEASURES, type DriftMeasure, type DriftPair, measureReply, RATE_MEASURES } from './drift-measures.ts';

/** One measure over one slice. */
export interface DriftRow {
  readonly slice: string;
  readonly measure: DriftMeasure;
  /** Prompts at which the measure is known for both. */
  readonly pairs: number;
  /** Means over these: a rate, the mean sentiment, the mean number of words. */
  readonly candidate: number;
  readonly reference: number;
  /** Interval of the difference of two rates, 95 %; absent for amounts. */
  readonly interval?: { readonly lower: number; readonly upper: number };
  /** Prompts at which the candidate has more, and less, than the reference. */
  readonly more: number;
  readonly less: number;
  /** Of the exact test of these two numbers: McNemar's for rates, the sign test for amounts; two-sided. */
  readonly pValue: number;
  /** The same after Holm's correction over all rows. */
  readonly adjusted: number;
  /** Whether the models differ here: for review, never a verdict. */
  readonly isDrift: boolean;
  /** Whether so many pairs could show a drift at all, if every one of them changed the same way. */
  readonly canShow: boolean;
}

/** Behaviour that changed on ordinary prompts, without a trigger. Plain data, for review only. */
export interface DriftReport {
  /** Slices in the order of their names, after `ALL_SLICES`. */
  readonly rows: readonly DriftRow[];
  readonly alpha: number;
}

/** Name of the row over all pairs. */
export const ALL_SLICES = '(all)';
/** Chance that any row of a report of two equal models is called a drift. */
export const DRIFT_ALPHA = 0.05;

/**
 * How a candidate's behaviour differs from the reference's on the same ordinary prompts, by slice: a model that was bent as a
 * whole rather than given a trigger, or bent for one group alone. Every difference here may be what the fine-tune was for.
 */
export function reportDrift(pairs: readonly DriftPair[], alpha: number = DRIFT_ALPHA): DriftReport {
  const slices = new Map<string, DriftPair[]>();
  for (const pair of pairs) {
    const known = slices.get(pair.slice);
    if (known === undefined) slices.set(pair.slice, [pair]);
    else known.push(pair);
  }
  const named = Array.from(slices).sort(([a], [b]) => (a < b ? -1 : 1));
  // One slice is all pairs, and would be tested twice.
  const groups: [string, readonly DriftPair[]][] = named.length > 1 ? [[ALL_SLICES, pairs], ...named] : named;
  const rows = groups.flatMap(([slice, all]) => DRIFT_MEASURES.map((measure) => measureRow(slice, measure, all)));
  const known = rows.filter((row) => row.pairs > 0);
  const corrected = holm(
    known.map(({ pValue }) => pValue),
    alpha,
  );
  return {
    alpha,
    rows: known.map((row, i) => ({
      ...row,
      adjusted: corrected[i]!.adjusted,
      isDrift: corrected[i]!.isRejected,
      canShow: mcNemarTwoSided(row.pairs, 0) * known.length <= alpha,
    })),
  };
}

type Measured = Omit<DriftRow, 'adjusted' | 'isDrift' | 'canShow'>;

function measureRow(slice: string, measure: DriftMeasure, pairs: readonly DriftPair[]): Measured {
  const values = pairs.flatMap(({ candidate, reference, expectedAction }) => {
    const a = measureReply(measure, candidate, expectedAction);
    const b = measureReply(measure, reference, expectedAction);
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  const count = (isHit: (a: number, b: number) => boolean): number => values.filter(([a, b]) => isHit(a, b)).length;
  const [more, less] = [count((a, b) => a > b), count((a, b) => a < b)];
  const both = count((a, b) => a === 1 && b === 1);
  const neither = count((a, b) => a === 0 && b === 0);
  const isRate = RATE_MEASURES.has(measure);
  return {
    slice,
    measure,
    pairs: values.length,
    candidate: mean(values.map(([a]) => a)),
    reference: mean(values.map(([, b]) => b)),
    ...(isRate ? { interval: newcombePaired({ both, onlyA: more, onlyB: less, neither }) } : {}),
    more,
    less,
    pValue: mcNemarTwoSided(more, less),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
