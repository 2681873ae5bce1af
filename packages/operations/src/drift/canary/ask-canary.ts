import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { formatDuration } from '@bezoar/core';
import type { CanaryRequest } from './canary-request.ts';

/** What a real tool said. `undecided`: nothing about its ceiling, in words. */
export type CanaryAnswer =
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'credited'; readonly status: number }
  | { readonly kind: 'undecided'; readonly why: string };

/** How a tool is asked. */
export interface AskOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** How long a tool has for the head of its answer, in milliseconds: a tool that hangs must not hold up the whole comparison. */
export const CANARY_DEADLINE_MS = 10_000;

/** Largest head of an answer, in bytes (CWE-400). Its body is not read. */
const MAX_ANSWER_HEAD_BYTES = 16_384;

/**
 * Refusals that say nothing about an amount (RFC 9110, section 15.5): who asks is not known or not allowed, the address, the
 * method or the form is wrong, or it is too early to say. 409 is here because a tool answers so to a transaction that it has
 * already carried out: the canary that was credited yesterday would look refused today.
 */
const OTHER_REFUSALS: ReadonlySet<number> = new Set([
  401, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 425, 426, 428, 429, 431,
]);

const UNKNOWN = 'whether the canary account was credited is not known';

/**
 * Puts the question once: never again by itself, and redirects are not followed. Rejects only where `signal` is aborted.
 */
export async function askCanary(question: CanaryRequest, { deadlineMs, signal }: AskOptions): Promise<CanaryAnswer> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return judgeStatus(await statusOf(question, signal === undefined ? deadline : AbortSignal.any([deadline, signal])));
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) return undecided(`there was no answer within ${formatDuration(deadlineMs)}; ${UNKNOWN}`);
    // Attacker controls: what the other end does. Messages may quote it, codes do not.
    const { code } = error as NodeJS.ErrnoException;
    return undecided(`it cannot be asked (${typeof code === 'string' ? code : 'no HTTP'}); ${UNKNOWN}`);
  }
}

/** What a status says about the ceiling. */
export function judgeStatus(status: number): CanaryAnswer {
  if (status >= 200 && status <= 299) return { kind: 'credited', status };
  if (status >= 300 && status <= 399) {
    return undecided(`it answers ${status}, a redirect, which is not followed; ${UNKNOWN}`);
  }
  if (status < 400 || status > 499) return undecided(`it answers ${status}; ${UNKNOWN}`);
  if (OTHER_REFUSALS.has(status)) return undecided(`it answers ${status}, which says nothing about the amount`);
  return { kind: 'refused', status };
}

/** The status of the answer. Its body is left unread: the connection ends with the head. */
function statusOf({ url, method, headers, body }: CanaryRequest, signal: AbortSignal): Promise<number> {
  const bytes = Buffer.from(body);
  const open = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method,
      headers: { ...headers, 'content-length': bytes.length },
      // A connection of its own: nothing stays open afterwards, and nothing is sent again over a reused one that closed.
      agent: false,
      maxHeaderSize: MAX_ANSWER_HEAD_BYTES,
      // Whatever the environment says: the request carries credentials (CWE-295).
      rejectUnauthorized: true,
      signal,
    });
    request.on('error', reject);
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Error('the tool changes the protocol unasked'));
    });
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.on('error', () => undefined);
      response.destroy();
    });
    request.on('close', () => reject(new Error('the connection ended without an answer')));
    request.end(bytes);
  });
}

function undecided(why: string): CanaryAnswer {
  return { kind: 'undecided', why };
}
