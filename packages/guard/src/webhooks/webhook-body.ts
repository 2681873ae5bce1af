import { describeError } from '@bezoar/core';
import { signedContent } from './signed-content.ts';
import type { WebhookEvent } from './webhook-delivery.ts';

/** Bytes of a body: the specification recommends to stay below 20 kB. */
export const MAX_WEBHOOK_BODY_BYTES = 20_000;

/**
 * The body of an event (Standard Webhooks 1.0.0, payload structure): `type`, `timestamp` and `data` as JSON. Returns why
 * there is none; never throws. Attacker controls: `data`, in part.
 */
export function webhookBody(
  event: WebhookEvent,
): string | { readonly reason: 'malformed' | 'too-large'; readonly detail: string } {
  try {
    const { id, type, occurredMs, data } = event;
    if (!/^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/.test(type)) return malformed('the type is not words with full stops');
    const body = JSON.stringify({ type, timestamp: new Date(occurredMs).toISOString(), data });
    const content = signedContent({ id, timestamp: 0, body });
    if ('fault' in content) return malformed(content.fault);
    const bytes = Buffer.byteLength(body);
    if (bytes <= MAX_WEBHOOK_BODY_BYTES) return body;
    return { reason: 'too-large', detail: `at most ${MAX_WEBHOOK_BODY_BYTES} bytes of body, got ${bytes}` };
  } catch (error) {
    return malformed(describeError(error));
  }
}

function malformed(detail: string): { readonly reason: 'malformed'; readonly detail: string } {
  return { reason: 'malformed', detail };
}
