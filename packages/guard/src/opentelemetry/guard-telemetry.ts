import { type Clock, systemClock } from '@bezoar/core/actions';
import type { GuardEvent } from '../decision/guard-event.ts';
import type { GuardStore } from '../store/guard-store.ts';
import { ATTRIBUTES, EXECUTE_TOOL, SPAN_KIND_INTERNAL, SPAN_STATUS_ERROR } from './attribute-names.ts';
import { actionOf, codeOf, type DecisionEvent, decided, spanAttributes } from './decision-attributes.ts';
import { type GuardMetrics, guardMetrics } from './guard-metrics.ts';
import type { TelemetryMeter, TelemetrySpan, TelemetryTracer } from './telemetry-api.ts';

/** Most spans that wait for a settlement. The oldest ends without an outcome when there are more (CWE-770). */
export const MAX_OPEN_SPANS = 10_000;

/** Where telemetry goes. */
export interface GuardTelemetryOptions {
  /** Of `@opentelemetry/api` 1.x: `trace.getTracer('@bezoar/guard')`. */
  readonly tracer?: TelemetryTracer;
  /** `metrics.getMeter('@bezoar/guard')`. */
  readonly meter?: TelemetryMeter;
  /** For the gauge of open and unknown reservations. */
  readonly store?: GuardStore;
  readonly clock?: Clock;
}

/** A span that waits for what came of its call. */
interface OpenCall {
  readonly event: DecisionEvent;
  readonly span: TelemetrySpan | undefined;
  readonly startedAt: number;
}

/** Codes that say that the guard itself failed, and not that it refused. */
const FAILURES: ReadonlySet<string> = new Set(['guard/internal', 'guard/overloaded', 'guard/store-failed']);

/**
 * A listener for `onEvent` that writes a span `execute_tool {tool}` for each request, denied ones included, and counts
 * decisions, alarms and durations. The span of an allowed action ends when it is settled. Neither spans nor metrics carry
 * arguments, texts, accounts or tenants.
 */
export function guardTelemetry({
  tracer,
  meter,
  store,
  clock = systemClock,
}: GuardTelemetryOptions): (event: GuardEvent) => void {
  const metrics = meter === undefined ? undefined : guardMetrics(meter, clock, store);
  // By reservation, oldest first.
  const open = new Map<string, OpenCall>();

  const settle = (reservation: string, outcome: 'done' | 'failed' | 'unknown' | undefined): void => {
    const call = open.get(reservation);
    if (call === undefined) return;
    open.delete(reservation);
    if (outcome !== undefined) call.span?.setAttributes({ [ATTRIBUTES.outcome]: outcome });
    endCall(call, clock(), metrics, outcome === 'done' || outcome === undefined ? undefined : outcome);
  };

  const sweep = (): void => {
    for (const [reservation, { event }] of open) {
      const { executeBy } = event.decision as { readonly executeBy?: number };
      if (open.size <= MAX_OPEN_SPANS && (executeBy === undefined || executeBy > clock())) return;
      settle(reservation, executeBy !== undefined && executeBy <= clock() ? 'unknown' : undefined);
    }
  };

  return (event) => {
    if (event.type === 'alarm') metrics?.alarm(event);
    if (event.type === 'settled') settle(event.reservation, event.outcome);
    if (event.type !== 'decision') return;
    sweep();
    metrics?.decision(event);
    const startedAt = clock() - event.durationMs;
    const call = { event, span: startSpan(tracer, event, startedAt), startedAt };
    const { decision } = event;
    const isExecuted = decision.decision === 'allow' && decision.reservation !== undefined && !decision.isReplay;
    if (!isExecuted) {
      const code = codeOf(decided(event));
      endCall(call, clock(), metrics, code !== undefined && FAILURES.has(code) ? code : undefined);
      return;
    }
    open.set(decision.reservation, call);
    if (open.size > MAX_OPEN_SPANS) sweep();
  };
}

function startSpan(
  tracer: TelemetryTracer | undefined,
  event: DecisionEvent,
  startTime: number,
): TelemetrySpan | undefined {
  const name = `${EXECUTE_TOOL} ${actionOf(event)}`;
  return tracer?.startSpan(name, { kind: SPAN_KIND_INTERNAL, startTime, attributes: spanAttributes(event) });
}

function endCall(call: OpenCall, at: number, metrics: GuardMetrics | undefined, errorType: string | undefined): void {
  const { event, span, startedAt } = call;
  if (errorType !== undefined) {
    span?.setAttributes({ [ATTRIBUTES.errorType]: errorType });
    span?.setStatus({ code: SPAN_STATUS_ERROR });
  }
  span?.end(at);
  metrics?.duration(Math.max(0, at - startedAt) / 1000, event, errorType);
}
