import { DEFAULT_EXECUTION_MS } from '../guard/guard-options.ts';

/** Bounds on what a client or a server may cost. What is over them is refused, never cut. */
export interface McpLimits {
  /** One message of the client, bytes. */
  readonly clientMessageBytes: number;
  /** One message of the server, bytes. */
  readonly serverMessageBytes: number;
  /** Requests of the client that wait for an answer, in one session. */
  readonly openRequests: number;
  /** Requests of the server that wait for an answer, in one session. */
  readonly openServerRequests: number;
  /** How long a request may wait for its answer, milliseconds; then the outcome of a call is unknown. */
  readonly requestMs: number;
}

const MIB = 1024 * 1024;

/**
 * The limits unless the caller says otherwise (CWE-770).
 *
 * - `clientMessageBytes`, 1 MiB: the 65,536 characters that arguments may have, each written as an escape of 6 bytes, and room.
 * - `serverMessageBytes`, 4 MiB: about a million tokens, more than any context window in use; an image of 3 MiB in base64.
 * - `openRequests`, 64: a model calls a handful of tools at once.
 * - `openServerRequests`, 16: each one asks a person or a model.
 * - `requestMs`, 5 minutes: as long as a reservation stands before its outcome is unknown.
 */
export const DEFAULT_MCP_LIMITS: McpLimits = {
  clientMessageBytes: MIB,
  serverMessageBytes: 4 * MIB,
  openRequests: 64,
  openServerRequests: 16,
  requestMs: DEFAULT_EXECUTION_MS,
};

/** Longest request id, in UTF-16 code units: a UUID has 36. */
export const MAX_ID_LENGTH = 128;

/** Longest name of a method or a tool in an event, in UTF-16 code units; the rest is cut off (CWE-117). */
export const MAX_EVENT_NAME_LENGTH = 128;
