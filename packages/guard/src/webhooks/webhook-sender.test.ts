import { type Clock, seededRandom } from '@bezoar/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { EgressBudgetOptions } from '../egress/egress-budget.ts';
import { createEgressFetch } from '../egress/egress-fetch.ts';
import { serve, stopServers } from '../egress/testing/checked-fetch.test-support.ts';
import { type Answer, type Loopback, redirectTo } from '../egress/testing/loopback.test-support.ts';
import { WEBHOOK_RETRY_DELAYS_MS } from './retry-schedule.ts';
import { verifyWebhook } from './verify-webhook.ts';
import type { WebhookEvent, WebhookSenderEvent } from './webhook-delivery.ts';
import { createWebhookSender, type WebhookSender, type WebhookSenderOptions } from './webhook-sender.ts';

afterEach(stopServers);

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const START = Date.parse('2026-11-21T12:00:00Z');
const EVENT: WebhookEvent = { id: 'apr_1', type: 'approval.requested', occurredMs: START, data: { amount: 5000 } };

interface Bench {
  readonly sender: WebhookSender;
  readonly events: readonly WebhookSenderEvent[];
  readonly slept: readonly number[];
  readonly clock: Clock;
}

/** A sender whose time passes only while it sleeps. */
function bench(overrides: Partial<WebhookSenderOptions>, times: { nowMs: number } = { nowMs: START }): Bench {
  const events: WebhookSenderEvent[] = [];
  const slept: number[] = [];
  const clock: Clock = () => times.nowMs;
  const sender = createWebhookSender({
    url: 'https://hooks.example/in',
    secrets: [SECRET],
    fetch: async () => new Response(null, { status: 204 }),
    clock,
    random: seededRandom(1),
    sleep: async (ms) => {
      slept.push(ms);
      times.nowMs += ms;
    },
    onEvent: (event) => events.push(event),
    ...overrides,
  });
  return { sender, events, slept, clock };
}

/** A bench that posts to a server on loopback, through the egress check. */
async function posting(
  answer: Answer,
  overrides: Partial<WebhookSenderOptions> = {},
  budget: Partial<EgressBudgetOptions> = {},
): Promise<Bench & { server: Loopback }> {
  const times = { nowMs: START };
  const server = await serve(answer);
  const url = `${server.origin}/in`;
  const fetch = createEgressFetch({
    destinations: [{ url, methods: ['POST'], query: [] }],
    allowPrivate: [server.host],
    budget,
    clock: () => times.nowMs,
  });
  return { server, ...bench({ url, fetch, ...overrides }, times) };
}

/** Answers with these statuses, then 204. */
function statuses(...list: readonly number[]): Answer {
  const left = [...list];
  return (response) => response.writeHead(left.shift() ?? 204).end();
}

describe('an event', () => {
  it('arrives signed, as the specification lays it out', async () => {
    const { sender, server, events } = await posting(statuses());
    expect(await sender.send(EVENT)).toEqual({ status: 'delivered', id: 'apr_1', attempts: 1 });
    const { method, headers, body } = server.received[0]!;
    expect([method, headers['content-type']]).toEqual(['POST', 'application/json']);
    expect(JSON.parse(body)).toEqual({
      type: 'approval.requested',
      timestamp: '2026-11-21T12:00:00.000Z',
      data: { amount: 5000 },
    });
    const received = { get: (name: string) => String(headers[name]) };
    const verification = verifyWebhook({ headers: received, body, secrets: [SECRET], clock: () => START });
    expect(verification).toEqual({ verified: true, id: 'apr_1', timestamp: START / 1000 });
    expect(events.map(({ status }) => status)).toEqual(['delivered']);
  });

  it('is sent again with the same id, signed anew for each attempt, after growing and spread waits', async () => {
    const { sender, server, slept, events } = await posting(statuses(500, 404, 302, 429));
    expect(await sender.send(EVENT)).toMatchObject({ status: 'delivered', attempts: 5 });
    expect(new Set(server.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['apr_1']));
    expect(new Set(server.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(5);
    expect(new Set(server.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(5);
    slept.forEach((ms, i) => {
      expect(ms).toBeGreaterThanOrEqual(0.8 * WEBHOOK_RETRY_DELAYS_MS[i]!);
      expect(ms).toBeLessThanOrEqual(1.2 * WEBHOOK_RETRY_DELAYS_MS[i]!);
    });
    expect(events.map(({ status }) => status)).toEqual([...Array(4).fill('retrying'), 'delivered']);
  });

  it('is given up after the last attempt of the schedule, and that is told', async () => {
    const { sender, server, events } = await posting(statuses(...Array(20).fill(500)));
    const result = await sender.send(EVENT);
    expect(result).toEqual({
      status: 'failed',
      id: 'apr_1',
      attempts: 10,
      reason: 'attempts',
      detail: 'the receiver answers 500',
    });
    expect(server.received).toHaveLength(10);
    expect(events.at(-1)).toEqual(result);
  });

  it('is given up where the next attempt would come after its deadline', async () => {
    const { sender, slept } = await posting(statuses(500, 500, 500), { deadlineMs: 60_000 });
    expect(await sender.send(EVENT)).toMatchObject({ status: 'failed', attempts: 2, reason: 'deadline' });
    expect(slept).toHaveLength(1);
  });

  it('waits as long as the receiver asks, up to a day', async () => {
    const left = ['3600', '99999999'];
    const { sender, slept } = await posting((response) => {
      const after = left.shift();
      if (after === undefined) response.writeHead(204).end();
      else response.writeHead(503, { 'retry-after': after }).end();
    });
    expect(await sender.send(EVENT)).toMatchObject({ status: 'delivered' });
    expect(slept).toEqual([3_600_000, 86_400_000]);
  });

  it('is not sent where a redirect leads', async () => {
    const { sender, server } = await posting(redirectTo('/elsewhere', 307), { retryDelaysMs: [] });
    expect(await sender.send(EVENT)).toMatchObject({ status: 'failed', detail: 'the receiver answers 307' });
    expect(server.received).toHaveLength(1);
  });

  it('is not sent again to a receiver that the egress check refuses', async () => {
    const { sender, slept } = bench({ fetch: createEgressFetch({ destinations: [] }) });
    expect(await sender.send(EVENT)).toMatchObject({ status: 'failed', attempts: 1, reason: 'refused' });
    expect(slept).toEqual([]);
  });

  it('is sent again where only the budget of the egress check is used up', async () => {
    const { sender, server } = await posting(statuses(), {}, { distinct: 1 });
    expect(await sender.send(EVENT)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(await sender.send({ ...EVENT, id: 'apr_2' })).toMatchObject({ status: 'delivered', attempts: 5 });
    expect(server.received).toHaveLength(2);
  });
});

describe('a receiver', () => {
  it('that is gone gets nothing more, not even what was waiting', async () => {
    const { sender, server, events } = await posting(statuses(410), { maxConcurrent: 1 });
    const results = await Promise.all([sender.send(EVENT), sender.send({ ...EVENT, id: 'apr_2' })]);
    expect(results).toMatchObject([
      { status: 'failed', reason: 'disabled', attempts: 1 },
      { status: 'failed', reason: 'disabled', attempts: 0 },
    ]);
    expect(await sender.send(EVENT)).toMatchObject({ status: 'dropped', reason: 'disabled' });
    expect(events.filter(({ status }) => status === 'disabled')).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });

  it('that never answers holds an attempt only for its time, even where `fetch` ignores that', async () => {
    const fetch = () => new Promise<never>(() => undefined);
    const { sender } = bench({ fetch, timeoutMs: 10, retryDelaysMs: [1] });
    const detail = 'no answer within 10 ms';
    expect(await sender.send(EVENT)).toMatchObject({ status: 'failed', reason: 'attempts', attempts: 2, detail });
  });

  it('is asked a few times at once and no more', async () => {
    let running = 0;
    let most = 0;
    const fetch = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return new Response(null, { status: 200 });
    };
    const { sender } = bench({ fetch, maxConcurrent: 3 });
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => sender.send({ ...EVENT, id: `apr_${i}` })));
    expect(results.every(({ status }) => status === 'delivered')).toBe(true);
    expect(most).toBe(3);
  });
});

describe('a sender', () => {
  it('drops what it has no room for, aloud, and has room again afterwards', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fetch = () => gate.then(() => new Response(null, { status: 200 }));
    const { sender, events } = bench({ fetch, maxPending: 2 });
    const sent = ['a', 'b'].map((id) => sender.send({ ...EVENT, id }));
    expect(sender.pending()).toBe(2);
    const dropped = { status: 'dropped', id: 'c', reason: 'queue-full', detail: 'at most 2 messages may be pending' };
    expect(await sender.send({ ...EVENT, id: 'c' })).toEqual(dropped);
    expect(events).toEqual([dropped]);
    release();
    await Promise.all(sent);
    expect(await sender.send({ ...EVENT, id: 'c' })).toMatchObject({ status: 'delivered' });
    expect(sender.pending()).toBe(0);
  });

  it.each<[string, Partial<WebhookEvent>, string]>([
    ['an id with a line end', { id: 'a\r\nx: y' }, 'malformed'],
    ['a type that is not words', { type: 'a..b' }, 'malformed'],
    ['a time that is none', { occurredMs: Number.NaN }, 'malformed'],
    ['data in a circle', { data: circle() }, 'malformed'],
    ['data that JSON has no form for', { data: 1n }, 'malformed'],
    ['too much data', { data: 'x'.repeat(30_000) }, 'too-large'],
  ])('drops %s, and does not throw', async (_name, part, reason) => {
    const { sender, events } = bench({});
    expect(await sender.send({ ...EVENT, ...part })).toMatchObject({ status: 'dropped', reason });
    expect(events).toMatchObject([{ status: 'dropped', reason }]);
  });

  it('never throws, whatever `fetch`, `sleep` and the listener do', async () => {
    const broken = (): never => {
      throw new Error('broken');
    };
    const { sender } = bench({ fetch: broken, sleep: broken, onEvent: broken, retryDelaysMs: [1, 1] });
    const failed = { status: 'failed', id: 'apr_1', attempts: 3, reason: 'attempts', detail: 'broken' };
    expect(await sender.send(EVENT)).toEqual(failed);
  });

  it('that is closed gives up what is pending, wherever it stands, and takes nothing more', async () => {
    const asleep = bench({
      fetch: async () => new Response(null, { status: 500 }),
      sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    });
    const underWay = bench({ fetch: () => new Promise<never>(() => undefined) });
    for (const { sender } of [asleep, underWay]) {
      const sent = sender.send(EVENT);
      await new Promise((resolve) => setImmediate(resolve));
      await sender.close();
      expect(await sent).toMatchObject({ status: 'failed', reason: 'closed', attempts: 1 });
      expect(await sender.send(EVENT)).toMatchObject({ status: 'dropped', reason: 'closed' });
    }
  });

  it('is not made with a key that cannot sign, or without an address', () => {
    expect(() => bench({ secrets: [] })).toThrow('at least one key');
    expect(() => bench({ url: 'hooks.example' })).toThrow('not absolute');
  });
});

function circle(): unknown {
  const data: { self?: unknown } = {};
  data.self = data;
  return data;
}
