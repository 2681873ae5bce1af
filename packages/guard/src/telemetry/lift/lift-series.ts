import { wilsonInterval } from '@bezoar/core';
import { LIFT_MEASURES, type LiftMeasure } from '../incident.ts';
import { addTrial, createMixtureTest, logEvidence, type MixtureTest } from './mixture-test.ts';

/** Fewest trials of a reference: below it its own uncertainty hides every lift that matters. */
export const MIN_REFERENCE_TRIALS = 500;
/** Trials of a first reference, where there was no earlier version of the model to take one from. */
export const FIRST_REFERENCE_TRIALS = 1000;
/** Trials after which a stretch without an alarm becomes part of the reference, and the tests begin anew. */
export const STRETCH_TRIALS = 5000;
/** Most trials of a reference; beyond it older ones count half, so that it follows the seasons. */
const MAX_REFERENCE_TRIALS = 50_000;
/** Normal quantile of the reference's upper bound: wrong in about one of 3,000 references. */
const REFERENCE_Z = 3.4;

/** Conversations and, by measure, how many of them hit. */
export interface Tally {
  trials: number;
  readonly hits: number[];
}

/** One action under one intent and one version of the model. */
export interface LiftSeries {
  readonly action: string;
  readonly intent: string;
  readonly model: string;
  against: 'previous-model' | 'own-history';
  reference: Tally;
  current: Tally;
  /** Upper bounds of the reference rates. */
  bounds: number[];
  tests: MixtureTest[];
  /** Number of each test among all tests ever begun, from 1: what its share of the false alarms is set by. */
  testNumbers: number[];
  readonly alarmed: boolean[];
  firstSeenAtMs: number;
}

/** An empty tally. */
export function createTally(): Tally {
  return { trials: 0, hits: LIFT_MEASURES.map(() => 0) };
}

/** The sum of two tallies, the first weighed down where it is long. */
export function mergeTallies(old: Tally, recent: Tally): Tally {
  const weight = old.trials + recent.trials > MAX_REFERENCE_TRIALS ? 0.5 : 1;
  return {
    trials: Math.round(old.trials * weight) + recent.trials,
    hits: old.hits.map((hits, at) => Math.round(hits * weight) + recent.hits[at]!),
  };
}

/** Sets a reference and begins the tests against it. `nextTest` numbers them. */
export function beginTests(series: LiftSeries, reference: Tally, nextTest: () => number): void {
  series.reference = reference;
  series.current = createTally();
  series.bounds = reference.hits.map((hits) => wilsonInterval(hits, reference.trials, REFERENCE_Z).high);
  series.tests = LIFT_MEASURES.map(createMixtureTest);
  series.testNumbers =
    reference.trials < MIN_REFERENCE_TRIALS ? LIFT_MEASURES.map(() => 0) : LIFT_MEASURES.map(nextTest);
}

/**
 * Takes one conversation into the series. Returns the measures that are alarmed by it for the first time. `alpha`: chance of a
 * false alarm over the whole life of all tests, of which test number n gets 6 / (pi n)^2.
 */
export function addConversation(
  series: LiftSeries,
  hits: readonly boolean[],
  options: { readonly alpha: number; readonly nextTest: () => number },
): LiftMeasure[] {
  const { current } = series;
  current.trials++;
  for (const [at, hit] of hits.entries()) if (hit) current.hits[at] = current.hits[at]! + 1;
  if (series.reference.trials < MIN_REFERENCE_TRIALS) {
    if (series.reference.trials + current.trials >= FIRST_REFERENCE_TRIALS) turn(series, options.nextTest);
    return [];
  }
  const raised: LiftMeasure[] = [];
  for (const [at, measure] of LIFT_MEASURES.entries()) {
    addTrial(series.tests[at]!, hits[at]!, series.bounds[at]!);
    if (
      series.alarmed[at] ||
      logEvidence(series.tests[at]!) < -Math.log(shareOf(series.testNumbers[at]!, options.alpha))
    ) {
      continue;
    }
    series.alarmed[at] = true;
    raised.push(measure);
  }
  if (current.trials >= STRETCH_TRIALS && !series.alarmed.some(Boolean)) turn(series, options.nextTest);
  return raised;
}

function turn(series: LiftSeries, nextTest: () => number): void {
  series.against = 'own-history';
  beginTests(series, mergeTallies(series.reference, series.current), nextTest);
}

function shareOf(test: number, alpha: number): number {
  return (alpha * 6) / (Math.PI * test) ** 2;
}
