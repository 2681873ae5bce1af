import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, seededRandom, UsageError } from '@bezoar/core';
import type { ApprovalRequest, GuardEvent } from '@bezoar/guard';
import { createEgressFetch } from '@bezoar/guard/egress';
import type { Incident } from '@bezoar/guard/telemetry';
import { createWebhookSender } from '@bezoar/guard/webhooks';

/** Messages to one receiver an hour. Every message counts as another request; a flood of approvals is no reason to be silent. */
const REQUESTS_PER_HOUR = 10_000;

/** How long the end of a process waits for messages that are under way, milliseconds. */
const GRACE_MS = 3_000;

/** An alarm of one kind is sent once in this time, milliseconds: a store that fails does so at every decision. */
const ALARM_EVERY_MS = 60_000;

/** Tells a receiver what people must know: approvals that wait or were decided, incidents, alarms. */
export interface GuardAlerts {
  onEvent(event: GuardEvent): void;
  onIncident(incident: Incident): void;
  /** Gives messages that are under way a few seconds, and gives up the rest. */
  close(): Promise<void>;
}

/** Options of `openAlerts`. */
export interface AlertOptions {
  /** `BEZOAR_GUARD_WEBHOOK_URL`, and `BEZOAR_GUARD_WEBHOOK_SECRET`: `whsec_…`, the current one first, between blanks. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Told what was not delivered, in words. */
  readonly onFault: (message: string) => void;
}

/**
 * Alerts by webhook (Standard Webhooks 1.0.0), where the environment names a receiver. They carry no authority and no
 * arguments: who is told must look at the request itself, and decide as themselves. Throws a `UsageError` for an address or a
 * secret that cannot be used.
 */
export function openAlerts({ environment, clock, onFault }: AlertOptions): GuardAlerts | undefined {
  const { BEZOAR_GUARD_WEBHOOK_URL: url, BEZOAR_GUARD_WEBHOOK_SECRET: secrets = '' } = environment;
  if (url === undefined || url === '') return undefined;
  const sender = createWebhookSender({
    url,
    secrets: secrets.split(/\s+/).filter((secret) => secret !== ''),
    fetch: receiverFetch(url),
    clock,
    random: seededRandom(clock()),
    sleep: (ms, signal) => wait(ms, undefined, { signal, ref: false }),
    onEvent: (event) => {
      if (event.status === 'delivered' || event.status === 'retrying') return;
      const detail = 'detail' in event ? event.detail : 'the receiver wants no more';
      onFault(`a webhook was not delivered (${event.status}): ${detail}`);
    },
  });
  const underWay = new Set<Promise<unknown>>();
  const send = (id: string, type: string, data: unknown): void => {
    const delivery = sender.send({ id, type, occurredMs: clock(), data }).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  };
  const alarmedAt = new Map<string, number>();
  return {
    onEvent: (event) => {
      if (event.type === 'approval-requested') {
        send(`requested_${event.approval.id}`, 'approval.requested', shown(event.approval));
      }
      if (event.type === 'approval-decided') {
        send(`decided_${event.approval.id}_${event.approval.votes.length}`, 'approval.decided', shown(event.approval));
      }
      if (event.type !== 'alarm') return;
      const now = clock();
      if (Math.abs(now - (alarmedAt.get(event.code) ?? Number.NEGATIVE_INFINITY)) < ALARM_EVERY_MS) return;
      alarmedAt.set(event.code, now);
      // Its message may quote a database; it is in the guard's own output.
      send(`alarm_${event.code.replace('/', '_')}_${now}`, 'alarm.raised', { code: event.code });
    },
    onIncident: (incident) => {
      const { accounts } = { accounts: 0, ...incident };
      send(`incident_${incident.id}_${accounts}`, 'incident.raised', incidentOf(incident));
    },
    close: async () => {
      const done = new AbortController();
      const grace = wait(GRACE_MS, undefined, { signal: done.signal }).catch(() => undefined);
      await Promise.race([Promise.all(underWay), grace]);
      done.abort();
      await sender.close();
    },
  };
}

/** Reaches the receiver and nothing else; a private address only where it is this machine. */
function receiverFetch(url: string): ReturnType<typeof createEgressFetch> {
  if (!URL.canParse(url)) throw new UsageError('guard/webhook-url', 'the address of the webhook is not absolute');
  const { origin, pathname, hostname, host, protocol, port } = new URL(url);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !isLoopback) {
    throw new UsageError('guard/webhook-url', 'expected an https address of the webhook, or one on this machine');
  }
  const privateHost = port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host;
  return createEgressFetch({
    destinations: [{ url: `${origin}${pathname}`, methods: ['POST'], query: [] }],
    ...(isLoopback ? { allowPrivate: [privateHost] } : {}),
    budget: { distinct: REQUESTS_PER_HOUR, requests: 4 * REQUESTS_PER_HOUR },
  });
}

/** What a message says of a request: enough to go and look, nothing to decide by. */
function shown({ id, action, principal, requester, amount, state, expiresAt, quorum, votes }: ApprovalRequest) {
  return {
    requestId: id,
    action,
    principal,
    requester,
    amount,
    state,
    quorum,
    approvals: votes.filter(({ decision }) => decision === 'approve').length,
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

/** An incident without the names of its accounts: they stay in the telemetry. */
function incidentOf(incident: Incident) {
  if (incident.kind !== 'phrase') return incident;
  const { principals: _, gramIds: __, ...rest } = incident;
  return rest;
}
