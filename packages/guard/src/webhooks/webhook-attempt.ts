import { describeError } from '@bezoar/core';
import { EgressRefused } from '../egress/egress-refused.ts';
import { signWebhook } from './sign-webhook.ts';

/** What came of one attempt. */
export type AttemptOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string; readonly retryAfter?: string };

/** One attempt to deliver. */
export interface Attempt {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  readonly secrets: readonly string[];
  readonly nowMs: number;
  /** Milliseconds for the request and the head of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * Posts a message once, signed for now. Only 2xx is success; a redirect is a failure and is not followed; 410 says that
 * the receiver is gone for good; what the egress check refuses will be refused again. Never rejects.
 */
export async function attemptWebhook(attempt: Attempt): Promise<AttemptOutcome> {
  const { url, id, body, secrets, nowMs, signal } = attempt;
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new Error(`no answer within ${attempt.timeoutMs} ms`)),
    attempt.timeoutMs,
  );
  const onAbort = (): void => timeout.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const headers = { ...signWebhook({ id, timestamp: Math.floor(nowMs / 1000), body, secrets }) };
    const response = await Promise.race([
      attempt.fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        redirect: 'manual',
        signal: timeout.signal,
      }),
      // A `fetch` that ignores its signal must not hold the queue.
      rejectedOnAbort(timeout.signal),
    ]);
    // The answer's body is of no interest; left unread it would hold the connection.
    response.body?.cancel().catch(() => undefined);
    if (response.status >= 200 && response.status <= 299) return { kind: 'delivered' };
    if (response.status === 410) return { kind: 'gone' };
    const retryAfter = response.headers.get('retry-after');
    const detail = `the receiver answers ${response.status}`;
    return { kind: 'failed', detail, ...(retryAfter === null ? {} : { retryAfter }) };
  } catch (error) {
    // A budget that is used up is no lasting refusal: its window moves on.
    const isRefused = error instanceof EgressRefused && error.reason !== 'budget';
    return { kind: isRefused ? 'refused' : 'failed', detail: describeError(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function rejectedOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
