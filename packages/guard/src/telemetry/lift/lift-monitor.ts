import { LIFT_MEASURES, type LiftIncident, type LiftMeasure } from '../incident.ts';
import type { TelemetryEvent } from '../telemetry-event.ts';
import { createDailyOnce, type DailyOnce, isFirstToday } from './daily-once.ts';
import { addConversation, beginTests, createTally, type LiftSeries, mergeTallies } from './lift-series.ts';
import { logEvidence } from './mixture-test.ts';

/** Most actions, intents and versions of the model that are told apart; further ones count as `other` (CWE-770). */
export const MAX_ACTIONS = 16;
/** An intent may be the model's own words, and so the attacker's. */
export const MAX_INTENTS = 64;
/** Versions kept for each action and intent; the one begun first gives way. */
export const MAX_MODELS = 4;
/** Chance of any false alarm over the whole life of all series, were trials independent. */
export const LIFT_ALPHA = 0.01;

const OTHER = 'other';
const MAX_NAME_LENGTH = 128;

/** What the monitor remembers: plain data apart from the day's filter. */
export interface LiftState {
  readonly once: DailyOnce;
  readonly actions: string[];
  readonly intents: string[];
  readonly series: Map<string, LiftSeries>;
  readonly incidents: Map<string, LiftIncident>;
  testsBegun: number;
}

/** A monitor that has seen nothing. */
export function createLiftState(): LiftState {
  return {
    once: createDailyOnce(),
    actions: [],
    intents: [],
    series: new Map(),
    incidents: new Map(),
    testsBegun: 0,
  };
}

/** Counts an event in every series of its intent. Returns incidents that it began. `account`: keyed number, where known. */
export function observeLift(
  state: LiftState,
  event: TelemetryEvent,
  account: number | undefined,
  alpha: number,
): LiftIncident[] {
  const intent = bounded(state.intents, event.intent ?? '', MAX_INTENTS);
  const requested = event.action === undefined ? undefined : bounded(state.actions, event.action, MAX_ACTIONS);
  const model = (event.model ?? '').slice(0, MAX_NAME_LENGTH);
  const deed =
    state.intents.indexOf(intent) * (MAX_ACTIONS + 2) +
    (requested === undefined ? 0 : state.actions.indexOf(requested) + 1);
  if (account !== undefined && !isFirstToday(state.once, event.atMs, account, deed)) return [];
  const found: LiftIncident[] = [];
  for (const action of state.actions) {
    const hits = LIFT_MEASURES.map((measure) => action === requested && isHit(measure, event));
    const series = seriesOf(state, action, intent, model, event.atMs);
    const nextTest = (): number => ++state.testsBegun;
    for (const measure of addConversation(series, hits, { alpha, nextTest })) {
      found.push(describe(series, measure, event.atMs));
    }
    refresh(state, series, event.atMs, hits.some(Boolean));
  }
  for (const incident of found) state.incidents.set(incident.id, incident);
  return found;
}

function isHit(measure: LiftMeasure, { decision, hadPrecondition }: TelemetryEvent): boolean {
  if (measure === 'requested') return true;
  if (measure === 'without-precondition') return hadPrecondition === false;
  return decision === (measure === 'approved' ? 'allow' : 'deny');
}

function seriesOf(state: LiftState, action: string, intent: string, model: string, atMs: number): LiftSeries {
  const key = JSON.stringify([action, intent, model]);
  const known = state.series.get(key);
  if (known !== undefined) return known;
  const siblings = [...state.series.entries()].filter(([, one]) => one.action === action && one.intent === intent);
  if (siblings.length >= MAX_MODELS) state.series.delete(siblings[0]![0]);
  const previous = siblings.at(-1)?.[1];
  const series: LiftSeries = {
    action,
    intent,
    model,
    against: previous === undefined ? 'own-history' : 'previous-model',
    reference: createTally(),
    current: createTally(),
    bounds: [],
    tests: [],
    testNumbers: [],
    alarmed: LIFT_MEASURES.map(() => false),
    firstSeenAtMs: atMs,
  };
  const reference = previous === undefined ? createTally() : mergeTallies(previous.reference, previous.current);
  beginTests(series, reference, () => ++state.testsBegun);
  state.series.set(key, series);
  return series;
}

/** Brings the figures of an incident that goes on up to date. */
function refresh(state: LiftState, series: LiftSeries, atMs: number, isHitNow: boolean): void {
  if (!isHitNow || !series.alarmed.some(Boolean)) return;
  for (const [at, measure] of LIFT_MEASURES.entries()) {
    const known = series.alarmed[at] ? state.incidents.get(idOf(series, measure)) : undefined;
    if (known === undefined) continue;
    const { firstAlertAtMs, trialsAtAlert, evidence } = known;
    const now = describe(series, measure, atMs);
    state.incidents.set(known.id, {
      ...now,
      firstAlertAtMs,
      trialsAtAlert,
      evidence: Math.max(evidence, now.evidence),
    });
  }
}

function describe(series: LiftSeries, measure: LiftMeasure, atMs: number): LiftIncident {
  const { action, intent, model, against, reference, current, firstSeenAtMs } = series;
  const at = LIFT_MEASURES.indexOf(measure);
  return {
    kind: 'lift',
    id: idOf(series, measure),
    measure,
    action,
    intent,
    model,
    against,
    rate: current.hits[at]! / current.trials,
    referenceRate: reference.hits[at]! / reference.trials,
    trials: current.trials,
    referenceTrials: reference.trials,
    evidence: Math.exp(Math.min(600, logEvidence(series.tests[at]!))),
    trialsAtAlert: current.trials,
    firstSeenAtMs,
    firstAlertAtMs: atMs,
    lastSeenAtMs: atMs,
  };
}

function idOf({ action, intent, model }: LiftSeries, measure: LiftMeasure): string {
  return JSON.stringify([measure, action, intent, model]);
}

function bounded(known: string[], name: string, most: number): string {
  const cut = name.slice(0, MAX_NAME_LENGTH);
  if (known.includes(cut)) return cut;
  if (known.length < most) known.push(cut);
  else if (!known.includes(OTHER)) known.push(OTHER);
  return known.includes(cut) ? cut : OTHER;
}
