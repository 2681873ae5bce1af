import { type Clock, type Random, UsageError } from '@bezoar/core';
import { limitConcurrency } from './limit-concurrency.ts';
import { WEBHOOK_RETRY_DELAYS_MS, webhookRetryDelayMs } from './retry-schedule.ts';
import { signWebhook } from './sign-webhook.ts';
import { type Attempt, type AttemptOutcome, attemptWebhook } from './webhook-attempt.ts';
import { webhookBody } from './webhook-body.ts';
import type {
  WebhookDelivery,
  WebhookDropReason,
  WebhookEvent,
  WebhookFailureReason,
  WebhookSenderEvent,
} from './webhook-delivery.ts';

/** Messages that wait or are under way, at most: at 20 kB each, 20 MB. Further ones are dropped, loudly (CWE-770). */
export const MAX_PENDING_WEBHOOKS = 1000;

/** Requests to the receiver at a time; the others wait (CWE-400). */
export const MAX_CONCURRENT_WEBHOOKS = 4;

/** For one attempt, milliseconds: the specification recommends 15 to 30 s. */
export const WEBHOOK_TIMEOUT_MS = 20_000;

/** For a message, first attempt to last, milliseconds: the whole schedule of the specification (75 h 35 min) and its spread. */
export const WEBHOOK_DEADLINE_MS: number = 96 * 3_600_000;

const CLOSED = 'the sender was closed';
const GONE = 'the receiver is gone';

/** What a sender needs. */
export interface WebhookSenderOptions {
  readonly url: string;
  /** `whsec_` or `whsk_` keys, the current one first; several while keys are rotated. */
  readonly secrets: readonly string[];
  /** Such as a `createEgressFetch` that lists the receiver. */
  readonly fetch: Attempt['fetch'];
  readonly clock: Clock;
  /** For the spread of retries. */
  readonly random: Random;
  /** Waits; rejects or returns early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly retryDelaysMs?: readonly number[];
  readonly timeoutMs?: number;
  readonly deadlineMs?: number;
  readonly maxPending?: number;
  readonly maxConcurrent?: number;
  /** Told of everything that happens. What it throws is ignored. */
  readonly onEvent?: (event: WebhookSenderEvent) => void;
}

/** Delivers events to one receiver, in the background and in memory: what is pending when the process ends is lost. */
export interface WebhookSender {
  /** Takes an event; resolves with what became of it, which may be days later. Never rejects: the guard does not wait. */
  send(event: WebhookEvent): Promise<WebhookDelivery>;
  /** Messages that are not settled yet. */
  pending(): number;
  /** Gives up what is pending and takes nothing more. Resolves when all of it is settled. */
  close(): Promise<void>;
}

/**
 * A sender of signed webhooks (Standard Webhooks 1.0.0): the same id over all attempts of a message, each attempt signed
 * anew, retries by the specification's schedule, no redirects, nothing more after a 410. Throws a `UsageError` for keys
 * that cannot sign.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { url, secrets, clock, fetch, random, sleep } = options;
  if (!URL.canParse(url)) throw new UsageError('guard/webhook-url', 'the address of a webhook is not absolute');
  // A key that cannot sign is found now, not with the first event.
  signWebhook({ id: 'check', timestamp: 0, body: '', secrets });
  const schedule = options.retryDelaysMs ?? WEBHOOK_RETRY_DELAYS_MS;
  const closing = new AbortController();
  const takeTurn = limitConcurrency(options.maxConcurrent ?? MAX_CONCURRENT_WEBHOOKS);
  const pending = new Set<Promise<WebhookDelivery>>();
  const maxPending = options.maxPending ?? MAX_PENDING_WEBHOOKS;
  let isDisabled = false;

  const tell = (event: WebhookSenderEvent): void => {
    try {
      options.onEvent?.(event);
    } catch {
      // A listener must not stop deliveries.
    }
  };

  const attempt = async (id: string, body: string): Promise<AttemptOutcome | undefined> => {
    if (isDisabled || closing.signal.aborted) return undefined;
    const timeoutMs = options.timeoutMs ?? WEBHOOK_TIMEOUT_MS;
    const { signal } = closing;
    const outcome = await attemptWebhook({ url, id, body, secrets, nowMs: clock(), timeoutMs, signal, fetch });
    // Within the turn: whoever is next must know.
    if (outcome.kind === 'gone' && !isDisabled) {
      isDisabled = true;
      tell({ status: 'disabled' });
    }
    return outcome;
  };

  const deliver = async (id: string, body: string): Promise<WebhookDelivery> => {
    const endMs = clock() + (options.deadlineMs ?? WEBHOOK_DEADLINE_MS);
    const failed = (attempts: number, reason: WebhookFailureReason, detail: string): WebhookDelivery => ({
      status: 'failed',
      id,
      attempts,
      reason,
      detail,
    });
    for (let attempts = 1; ; attempts++) {
      const outcome = await takeTurn(() => attempt(id, body));
      if (outcome?.kind === 'delivered') return { status: 'delivered', id, attempts };
      const made = outcome === undefined ? attempts - 1 : attempts;
      if (closing.signal.aborted) return failed(made, 'closed', CLOSED);
      if (outcome === undefined || outcome.kind === 'gone') return failed(made, 'disabled', GONE);
      const { detail } = outcome;
      if (outcome.kind === 'refused') return failed(attempts, 'refused', detail);
      const nowMs = clock();
      const delayMs = webhookRetryDelayMs(attempts, schedule, random, { value: outcome.retryAfter, nowMs });
      if (delayMs === undefined) return failed(attempts, 'attempts', detail);
      if (nowMs + delayMs > endMs) return failed(attempts, 'deadline', detail);
      tell({ status: 'retrying', id, attempts, delayMs, detail });
      try {
        await sleep(delayMs, closing.signal);
      } catch {
        // Closed while it waited, which the next turn notices; the schedule ends all else.
      }
    }
  };

  const drop = (reason: WebhookDropReason, detail: string) => ({ reason, detail });
  const accept = (event: WebhookEvent): ReturnType<typeof webhookBody> | ReturnType<typeof drop> => {
    if (closing.signal.aborted) return drop('closed', CLOSED);
    if (isDisabled) return drop('disabled', GONE);
    if (pending.size >= maxPending) return drop('queue-full', `at most ${maxPending} messages may be pending`);
    return webhookBody(event);
  };

  return {
    send: async (event) => {
      const { id } = event;
      const accepted = accept(event);
      if (typeof accepted !== 'string') {
        const dropped: WebhookDelivery = { status: 'dropped', id, ...accepted };
        tell(dropped);
        return dropped;
      }
      const delivery = deliver(id, accepted);
      pending.add(delivery);
      const result = await delivery;
      pending.delete(delivery);
      tell(result);
      return result;
    },
    pending: () => pending.size,
    close: async () => {
      closing.abort(new Error(CLOSED));
      await Promise.all(pending);
    },
  };
}
