import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, seededRandom, UsageError } from '@bezoar/core';
import type { ApprovalRequest, GuardEvent } from '@bezoar/guard';
import { createEgressFetch } from '@bezoar/guard/egress';
import type { Incident } from '@bezoar/guard/telemetry';
import { createWebhookSender, type WebhookSender, type WebhookSenderEvent } from '@bezoar/guard/webhooks';

/** Messages to one receiver an hour. Every message counts as another request; a flood of approvals is no reason to be silent. */
const REQUESTS_PER_HOUR = 10_000;

/** Tells a receiver what people must know: approvals that wait, incidents, alarms. */
export interface GuardAlerts {
  onEvent(event: GuardEvent): void;
  onIncident(incident: Incident): void;
  close(): Promise<void>;
}

/** Options of `createAlerts`. */
export interface AlertOptions {
  readonly url: string;
  /** `whsec_…`, the current one first, between blanks. */
  readonly secrets: string;
  readonly clock: Clock;
  readonly onDelivery?: (event: WebhookSenderEvent) => void;
}

/**
 * Alerts by webhook (Standard Webhooks 1.0.0). They carry no authority and no arguments: who is told must look at the
 * request itself, and decide as themselves. Throws a `UsageError` for an address or a secret that cannot be used.
 */
export function createAlerts({ url, secrets, clock, onDelivery }: AlertOptions): GuardAlerts {
  if (!URL.canParse(url)) throw new UsageError('guard/webhook-url', 'the address of the webhook is not absolute');
  const { origin, pathname, hostname, host, protocol, port } = new URL(url);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !isLoopback) {
    throw new UsageError('guard/webhook-url', 'expected an https address of the webhook, or one on this machine');
  }
  const privateHost = port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host;
  const fetch = createEgressFetch({
    destinations: [{ url: `${origin}${pathname}`, methods: ['POST'], query: [] }],
    ...(isLoopback ? { allowPrivate: [privateHost] } : {}),
    budget: { distinct: REQUESTS_PER_HOUR, requests: 4 * REQUESTS_PER_HOUR },
  });
  const sender: WebhookSender = createWebhookSender({
    url,
    secrets: secrets.split(/\s+/).filter((secret) => secret !== ''),
    fetch,
    clock,
    random: seededRandom(clock()),
    sleep: (ms, signal) => wait(ms, undefined, { signal, ref: false }),
    ...(onDelivery === undefined ? {} : { onEvent: onDelivery }),
  });
  const send = (id: string, type: string, data: unknown): void => {
    void sender.send({ id, type, occurredMs: clock(), data });
  };
  return {
    onEvent: (event) => {
      if (event.type === 'approval-requested')
        send(`requested_${event.approval.id}`, 'approval.requested', shown(event.approval));
      if (event.type === 'approval-decided') {
        send(`decided_${event.approval.id}_${event.approval.votes.length}`, 'approval.decided', shown(event.approval));
      }
    },
    onIncident: (incident) => {
      const { accounts } = { accounts: 0, ...incident };
      send(`incident_${incident.id}_${accounts}`, 'incident.raised', incidentOf(incident));
    },
    close: () => sender.close(),
  };
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
