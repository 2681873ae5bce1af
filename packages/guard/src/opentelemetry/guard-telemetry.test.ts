import { describe, expect, it } from 'vitest';
import { LARGE, openShop, SMALL } from '../adapters/testing/open-shop.test-support.ts';
import type { GuardDecision } from '../decision/guard-decision.ts';
import type { GuardEvent } from '../decision/guard-event.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { guardTelemetry, MAX_OPEN_SPANS } from './guard-telemetry.ts';
import type { TelemetryAttributes, TelemetryMeter, TelemetryTracer } from './telemetry-api.ts';

interface RecordedSpan {
  readonly name: string;
  readonly startTime: number | undefined;
  readonly attributes: TelemetryAttributes;
  status?: number;
  endTime?: number;
}

function recorder() {
  const spans: RecordedSpan[] = [];
  const points: { readonly metric: string; readonly value: number; readonly attributes: TelemetryAttributes }[] = [];
  const gauges: (() => Promise<void>)[] = [];
  const add =
    (metric: string) =>
    (value: number, attributes: TelemetryAttributes = {}) => {
      points.push({ metric, value, attributes });
    };
  const tracer: TelemetryTracer = {
    startSpan: (name, { startTime, attributes = {} } = {}) => {
      const span: RecordedSpan = { name, startTime, attributes: { ...attributes } };
      spans.push(span);
      return {
        setAttributes: (more) => Object.assign(span.attributes, more),
        setStatus: ({ code }) => {
          span.status = code;
        },
        end: (endTime) => {
          span.endTime = endTime ?? Number.NaN;
        },
      };
    },
  };
  const meter: TelemetryMeter = {
    createCounter: (name) => ({ add: add(name) }),
    createHistogram: (name) => ({ record: add(name) }),
    createObservableGauge: (name) => ({
      addCallback: (observe) => {
        gauges.push(async () => observe({ observe: add(name) }));
      },
    }),
  };
  return { tracer, meter, spans, points, collect: () => Promise.all(gauges.map((gauge) => gauge())) };
}

const ANNA = { account: 'account-of-anna', tenant: 'tenant-acme' };
const TEXT = 'what the user wrote';

async function open(options: Parameters<typeof openShop>[0] = {}) {
  const record = recorder();
  let now = 1_000_000;
  const store = createMemoryStore();
  const onEvent = guardTelemetry({ ...record, store, clock: () => now });
  const shop = await openShop({ ...options, store, onEvent });
  const credit = shop.guard.guard('issue_credit', async () => {
    now += 2000;
    return 'credited';
  });
  return { ...shop, ...record, credit, onEvent, pass: (ms: number) => (now += ms) };
}

describe('guardTelemetry', () => {
  it('writes a span from the request to the settlement', async () => {
    const { credit, spans, points, guard } = await open();
    const context = { conversation: 'c-1', agent: 'support', model: 'm-1' };
    await credit({ principal: ANNA, arguments: SMALL, text: TEXT, context });
    expect(spans).toHaveLength(1);
    const [span] = spans;
    expect(span?.name).toBe('execute_tool issue_credit');
    expect(span?.attributes).toEqual({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'issue_credit',
      'gen_ai.tool.type': 'function',
      'gen_ai.conversation.id': 'c-1',
      'gen_ai.agent.name': 'support',
      'gen_ai.request.model': 'm-1',
      'bezoar.decision': 'allow',
      'bezoar.mode': 'enforce',
      'bezoar.shadow': false,
      'bezoar.reservation_id': expect.stringMatching(/^[0-9a-f]{32}$/),
      'bezoar.amount_minor': 1200,
      'bezoar.currency': 'USD',
      'bezoar.policy_sha256': guard.policy.digest,
      'bezoar.outcome': 'done',
    });
    expect(span?.endTime).toBe(1_002_000);
    expect(span?.startTime).toBeLessThanOrEqual(1_000_000);
    const duration = points.find(({ metric }) => metric === 'gen_ai.execute_tool.duration');
    expect(duration?.value).toBeGreaterThanOrEqual(2);
    expect(duration?.attributes).toEqual({ 'gen_ai.tool.name': 'issue_credit', 'bezoar.decision': 'allow' });
  });

  it('never carries an account, a tenant, a text or an argument', async () => {
    const { credit, guard, spans, points, collect } = await open();
    const secret = { order_id: 'order-of-anna', amount_cents: 1200 };
    await credit({ principal: ANNA, arguments: secret, text: TEXT, requester: 'account-of-anna' });
    await guard.authorize({ action: 'find_order', principal: ANNA, arguments: secret, text: TEXT });
    await guard.authorize({ action: 'what the user wrote', principal: ANNA, arguments: secret, text: TEXT });
    await collect();
    expect(JSON.stringify([spans, points])).not.toMatch(/anna|acme|what the user|order-of/);
  });

  it('gives a name that a model made up one series only', async () => {
    const { guard, spans, points } = await open();
    for (const action of ['a', 'b', 'c']) await guard.authorize({ action, principal: ANNA, arguments: {} });
    await guard.authorize({ action: 'd', principal: ANNA, arguments: 'x' });
    await guard.authorize({} as never);
    expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['execute_tool _OTHER']));
    const actions = points.flatMap(({ metric, attributes }) =>
      metric === 'bezoar.guard.decisions' ? [attributes['bezoar.action']] : [],
    );
    expect(actions).toEqual(Array(5).fill('_OTHER'));
  });

  it('names the approval that is waited for and the one that was used', async () => {
    const { credit, guard, spans } = await open();
    const asked = await credit({ principal: ANNA, arguments: LARGE });
    const requestId = 'requestId' in asked ? asked.requestId : '';
    await guard.decide({ requestId, approver: 'carla', decision: 'approve' });
    await credit({ principal: ANNA, arguments: LARGE, approval: requestId });
    expect(spans.map(({ attributes }) => attributes['bezoar.approval_id'])).toEqual([requestId, requestId]);
    expect(spans.map(({ attributes }) => attributes['bezoar.code'])).toEqual(['guard/approval-needed', undefined]);
  });

  it('marks an unknown outcome as an error, and a refusal as none', async () => {
    const { guard, spans, points } = await open();
    const failing = guard.guard('issue_credit', async () => Promise.reject(new Error('socket hang up')));
    await failing({ principal: ANNA, arguments: SMALL }).catch(() => undefined);
    await failing({ principal: ANNA, arguments: SMALL });
    expect(
      spans.map(({ status, attributes }) => [status, attributes['error.type'], attributes['bezoar.code']]),
    ).toEqual([
      [2, 'unknown', undefined],
      [undefined, undefined, 'guard/outcome-unknown'],
    ]);
    expect(points.filter(({ attributes }) => attributes['error.type'] === 'unknown')).toHaveLength(1);
  });

  it('says what shadow mode would have decided', async () => {
    const { credit, spans, points } = await open({ mode: 'shadow', isEligible: false });
    await credit({ principal: ANNA, arguments: SMALL });
    expect(spans[0]?.attributes).toMatchObject({
      'bezoar.decision': 'deny',
      'bezoar.code': 'guard/not-eligible',
      'bezoar.shadow': true,
      'bezoar.mode': 'shadow',
    });
    expect(spans[0]?.endTime).toBeDefined();
    expect(points.filter(({ metric }) => metric === 'bezoar.guard.alarms')).not.toEqual([]);
  });

  it('gauges what is open and what is unknown, by action', async () => {
    const { guard, points, collect } = await open();
    await guard.authorize({ action: 'issue_credit', principal: ANNA, arguments: SMALL });
    const second = await guard.authorize({
      action: 'issue_credit',
      principal: ANNA,
      arguments: { ...SMALL, order_id: 'B' },
    });
    const reservation = 'reservation' in second ? (second.reservation ?? '') : '';
    await guard.settle({ reservation, outcome: 'unknown' });
    await collect();
    const gauged = points.filter(({ metric }) => metric === 'bezoar.guard.reservations');
    expect(
      gauged.map(({ value, attributes }) => [attributes['bezoar.action'], attributes['bezoar.state'], value]),
    ).toEqual(
      expect.arrayContaining([
        ['issue_credit', 'reserved', 1],
        ['issue_credit', 'unknown', 1],
      ]),
    );
  });

  it('ends the span of a call that nobody settles, and keeps no more than its limit', async () => {
    const { tracer, spans } = recorder();
    let now = 0;
    const onEvent = guardTelemetry({ tracer, clock: () => now });
    const allow = (reservation: string): GuardEvent => {
      const decision: GuardDecision = {
        decision: 'allow',
        reasons: [],
        arguments: {},
        reservation,
        executeBy: now + 1000,
        isReplay: false,
      };
      return { type: 'decision', mode: 'enforce', decision, isHighValue: true, durationMs: 1 };
    };
    onEvent(allow('first'));
    now = 5000;
    onEvent(allow('second'));
    expect(spans[0]).toMatchObject({ endTime: 5000, status: 2, attributes: { 'error.type': 'unknown' } });
    expect(spans[1]?.endTime).toBeUndefined();
    for (let index = 0; index < MAX_OPEN_SPANS; index++) onEvent(allow(String(index)));
    expect(spans[1]?.endTime).toBe(5000);
    expect(spans.filter(({ endTime }) => endTime === undefined)).toHaveLength(MAX_OPEN_SPANS);
  });
});
