/** Bounds on what the clients of a proxy may hold open. */
export interface McpHttpLimits {
  /** Sessions in all; one more is refused. */
  readonly sessions: number;
  /** Sessions of one principal; one more ends the one that was used least recently. */
  readonly sessionsPerPrincipal: number;
  /** How long a session may go unused, with nobody listening, milliseconds. */
  readonly idleMs: number;
  /** Streams that a session may hold open to listen, of which the protocol asks for one. */
  readonly listeners: number;
}

/**
 * The limits unless the caller says otherwise (CWE-770).
 *
 * - `sessions`, 1024: each holds at most 64 open requests and some hundred kilobytes.
 * - `sessionsPerPrincipal`, 16: a person with a few agents.
 * - `idleMs`, 30 minutes: a conversation that pauses for lunch begins anew, which clients do by themselves.
 * - `listeners`, 2: one, and another while a broken one is being noticed.
 */
export const DEFAULT_MCP_HTTP_LIMITS: McpHttpLimits = {
  sessions: 1024,
  sessionsPerPrincipal: 16,
  idleMs: 30 * 60_000,
  listeners: 2,
};

/** Event ids of a session that are remembered: a client resumes from the last one that it saw. */
export const MAX_EVENT_IDS = 256;

/** Longest event id or session id of a server, in UTF-16 code units. */
export const MAX_UPSTREAM_ID_LENGTH = 256;

/** Sessions that are being opened at once, over all principals: each holds a connection until the server answers. */
export const MAX_OPENING = 64;

/** Refusals on their way to the server, in one session; further ones are dropped. */
export const MAX_REPLIES = 16;
