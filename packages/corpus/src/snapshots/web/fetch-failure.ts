/** Why a page could not be had. Stable: reports and tests name them. */
export type FetchFailureCode =
  | 'refused-url'
  | 'refused-address'
  | 'unresolved'
  | 'not-connected'
  | 'timeout'
  | 'cut'
  | 'too-large'
  | 'status'
  | 'redirect'
  | 'moved'
  | 'encoding'
  | 'protocol'
  | 'budget';

/** A page that could not be had. */
export interface FetchFailure {
  readonly code: FetchFailureCode;
  /** One clause in plain words. May quote hostile text, such as the address that a redirect leads to. */
  readonly reason: string;
  /** Whether another try may help. */
  readonly isTransient: boolean;
  /** How long the server asked to be left alone, milliseconds. */
  readonly retryAfterMs?: number;
}

/** Carries a failure out of nested streams. INVARIANT: never leaves `fetchBody`, which returns the failure. */
export class FetchFault extends Error {
  override readonly name: string = 'FetchFault';
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** A failure that another try will not cure. */
export function lasting(code: FetchFailureCode, reason: string): FetchFault {
  return new FetchFault({ code, reason, isTransient: false });
}

/** A failure that another try may cure. */
export function passing(code: FetchFailureCode, reason: string, retryAfterMs?: number): FetchFault {
  return new FetchFault({ code, reason, isTransient: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

const PASSING_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What Node says of a connection that failed, as a fault. */
export function connectionFault(error: unknown): FetchFault {
  if (error instanceof FetchFault) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOTFOUND' || code === 'ENODATA') return lasting('unresolved', `the host has no address (${code})`);
  if (code === 'EAI_AGAIN') return passing('unresolved', 'the name service does not answer');
  if (PASSING_CODES.has(code)) return passing('not-connected', `the connection failed (${code})`);
  if (code.startsWith('HPE_')) return lasting('protocol', `the answer is not HTTP (${code})`);
  return lasting('not-connected', `the connection failed (${code})`);
}
