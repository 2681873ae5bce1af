import type { Clock } from '@bezoar/core/actions';
import type { GuardEvent } from '../decision/guard-event.ts';
import type { GuardStore } from '../store/guard-store.ts';
import { stateAt } from '../store/reservation.ts';
import { ATTRIBUTES, METRICS } from './attribute-names.ts';
import { actionOf, codeOf, type DecisionEvent, decided, defined } from './decision-attributes.ts';
import type { TelemetryMeter } from './telemetry-api.ts';

/** Most open reservations that a gauge counts: more is an incident, and a longer list would be a slow collection. */
export const MAX_GAUGED_RESERVATIONS = 10_000;

/** What is measured. No account and no tenant: the number of series is bounded by the policy's names. */
export interface GuardMetrics {
  decision(event: DecisionEvent): void;
  alarm(event: Extract<GuardEvent, { readonly type: 'alarm' }>): void;
  /** Seconds from the request to its end. */
  duration(seconds: number, event: DecisionEvent, errorType?: string): void;
}

/** Makes the instruments. The gauge of open and unknown reservations is there where the store is. */
export function guardMetrics(meter: TelemetryMeter, clock: Clock, store: GuardStore | undefined): GuardMetrics {
  const decisions = meter.createCounter(METRICS.decisions, {
    description: 'Decisions of the guard',
    unit: '{decision}',
  });
  const alarms = meter.createCounter(METRICS.alarms, { description: 'Alarms of the guard', unit: '{alarm}' });
  const durations = meter.createHistogram(METRICS.duration, { description: 'Time of a guarded call', unit: 's' });
  if (store !== undefined) gaugeReservations(meter, clock, store);
  return {
    decision: (event) => {
      const decision = decided(event);
      decisions.add(
        1,
        defined({
          [ATTRIBUTES.action]: actionOf(event),
          [ATTRIBUTES.decision]: decision.decision,
          [ATTRIBUTES.code]: codeOf(decision),
          [ATTRIBUTES.mode]: event.mode,
        }),
      );
    },
    alarm: ({ code }) => alarms.add(1, { [ATTRIBUTES.code]: code }),
    duration: (seconds, event, errorType) =>
      durations.record(
        seconds,
        defined({
          [ATTRIBUTES.tool]: actionOf(event),
          [ATTRIBUTES.decision]: decided(event).decision,
          [ATTRIBUTES.errorType]: errorType,
        }),
      ),
  };
}

/** Of the whole store: each process that shares it reports the same number, so take the maximum and not the sum. */
function gaugeReservations(meter: TelemetryMeter, clock: Clock, store: GuardStore): void {
  const description = 'Reservations whose outcome is open or unknown, in the whole store';
  meter
    .createObservableGauge(METRICS.reservations, { description, unit: '{reservation}' })
    .addCallback(async (result) => {
      const counts = new Map<string, { action: string; state: string; count: number }>();
      for (const reservation of await store.open({ limit: MAX_GAUGED_RESERVATIONS })) {
        const { action } = reservation;
        const state = stateAt(reservation, clock());
        const key = `${state} ${action}`;
        const entry = counts.get(key) ?? { action, state, count: 0 };
        counts.set(key, { ...entry, count: entry.count + 1 });
      }
      for (const { action, state, count } of counts.values()) {
        result.observe(count, { [ATTRIBUTES.action]: action, [ATTRIBUTES.state]: state });
      }
    });
}
