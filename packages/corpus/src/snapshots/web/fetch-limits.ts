/** Bounds on one fetch and on a whole run. Attacker controls: everything they are applied to. */
export interface FetchLimits {
  /** Bytes of one body, after content encodings were removed, and before. */
  readonly maxBytes: number;
  /** Bytes of all bodies of a run. */
  readonly maxTotalBytes: number;
  readonly maxRedirects: number;
  /** Tries of one page, the first one included. */
  readonly attempts: number;
  /** Until a connection stands. */
  readonly connectMs: number;
  /** Until the head of an answer is there, from the request on. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** For the whole body. */
  readonly bodyMs: number;
  /** Connections to one host at a time. */
  readonly perHost: number;
  /** Connections at a time. */
  readonly overall: number;
}

const MIB = 1024 * 1024;

/** Bytes of one body unless the caller says otherwise: the largest pages and images of web corpora stay under 20 MB (CWE-770). */
export const DEFAULT_MAX_BYTES: number = 64 * MIB;

/** A body that comes more slowly than this is given up: a drip holds a connection for ever (CWE-400). */
const LEAST_BYTES_PER_SECOND: number = 128 * 1024;

/** Milliseconds that any body gets, however small. */
const LEAST_BODY_MS = 60_000;

/**
 * The limits unless the caller says otherwise.
 *
 * - `maxTotalBytes`, 64 GiB: a thousand full bodies; stops a manifest that fills the disk (CWE-400).
 * - `maxRedirects`, 8: http to https to www to a language is 3; stops loops that change their address (CWE-835).
 * - `attempts`, 4: with waits of 1, 2 and 4 s they outlast the restart of a server.
 * - `connectMs` 10 s, `headersMs` 30 s, `idleMs` 30 s: the defaults of common crawlers; each stops a server that goes
 *   quiet at one stage (CWE-400). `bodyMs` follows from `maxBytes` at 128 KiB/s.
 * - `perHost`, 2: what RFC 2616 asked of clients, and what small sites bear. `overall`, 16: a bound on sockets (CWE-770).
 */
export function fetchLimits(overrides: Partial<FetchLimits> = {}): FetchLimits {
  const maxBytes = overrides.maxBytes ?? DEFAULT_MAX_BYTES;
  return {
    maxBytes,
    maxTotalBytes: 64 * 1024 * MIB,
    maxRedirects: 8,
    attempts: 4,
    connectMs: 10_000,
    headersMs: 30_000,
    idleMs: 30_000,
    bodyMs: LEAST_BODY_MS + Math.ceil((maxBytes * 1000) / LEAST_BYTES_PER_SECOND),
    perHost: 2,
    overall: 16,
    ...overrides,
  };
}
