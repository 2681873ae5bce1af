import { parseRetryAfter } from '@bezoar/core/network';
import { ModelError } from '../../model/model-error.ts';
import { malformed } from '../reading/malformed.ts';
import { PassingFault } from '../waiting/passing-fault.ts';
import { describeFault } from './describe-fault.ts';
import { MAX_FAULT_BYTES } from './http-limits.ts';
import type { PostOptions } from './post-json.ts';
import { readBody } from './read-body.ts';

/** Statuses below 500 that may pass: a time-out of the server, a conflict, a replayed early question, too many of them. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** Throws what a status other than 200 means; its body is read for the reason. */
export async function checkStatus(response: Response, options: PostOptions, signal: AbortSignal): Promise<void> {
  const { status } = response;
  if (status === 200) return;
  if (status < 400) {
    await response.body?.cancel();
    if (status < 300) throw malformed(`expected status 200, got ${status}`);
    throw malformed(`expected an answer, got a redirect (status ${status}); name the address that it leads to`);
  }
  const reason = await reasonOf(response, options, signal);
  throw statusFault(
    status,
    reason,
    parseRetryAfter(response.headers.get('retry-after') ?? undefined, options.wallClock()),
  );
}

/** What a status of at least 400 means. */
export function statusFault(status: number, reason: string, retryAfterMs?: number): Error {
  const message = `the server answers ${status}${reason}`;
  if (!PASSING_STATUSES.has(status) && status < 500) return new ModelError('evaluate/model-refused', message);
  return new PassingFault(new ModelError('evaluate/model-overloaded', message), retryAfterMs);
}

async function reasonOf(response: Response, options: PostOptions, signal: AbortSignal): Promise<string> {
  try {
    const bytes = await readBody(response, { ...options, maxBytes: MAX_FAULT_BYTES, isCut: true }, signal);
    return describeFault(new TextDecoder().decode(bytes), options.secrets);
  } catch {
    signal.throwIfAborted();
    // The status says enough.
    return '';
  }
}
