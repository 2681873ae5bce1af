import type { GuardMode } from '../../decision/guard-mode.ts';

/** What an endpoint answers. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** On every answer: nothing is cached, sniffed, framed or run (OWASP REST Security Cheat Sheet). */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'content-type': 'application/json',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Headers of an answer: in shadow mode each of them says so. */
export function answerHeaders(mode: GuardMode, headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { ...headers, ...SECURITY_HEADERS, ...(mode === 'shadow' ? { 'bezoar-mode': mode } : {}) };
}

/** An answer as a response. */
export function jsonAnswer({ status = 200, body, headers }: Answer, mode: GuardMode): Response {
  return new Response(JSON.stringify(body), { status, headers: answerHeaders(mode, headers) });
}

/** A list: an array, and a header that says whether it is all there is. */
export function listAnswer(rows: readonly unknown[], isComplete: boolean): Answer {
  return { body: rows, headers: { 'bezoar-complete': String(isComplete) } };
}

/** Milliseconds since the Unix epoch as ISO 8601. A time beyond the calendar is its end. */
export function isoTime(ms: number): string {
  return new Date(Math.max(-8.64e15, Math.min(ms, 8.64e15))).toISOString();
}
