/** What one server may be made to hold. Times in milliseconds. */
export interface ServerLimits {
  /** Bytes of a request's head. */
  readonly maxHeaderBytes: number;
  /** Time for a head, against connections that drip (CWE-400). */
  readonly headersMs: number;
  /** Time for a whole request. */
  readonly requestMs: number;
  /** Time in which a connection may be silent, or may not read what it is sent. */
  readonly socketMs: number;
  /** Time between two requests of a connection. */
  readonly keepAliveMs: number;
  /** Connections at once; more are closed. */
  readonly maxConnections: number;
  /** Requests at once over all connections, pipelined ones too; more are answered 503. */
  readonly maxInFlight: number;
  /** Requests of one connection. */
  readonly maxRequestsPerConnection: number;
  /** Bytes of a refused body that are read and dropped, so that the answer arrives; more closes the connection. */
  readonly maxDroppedBytes: number;
  /** Time that running requests get when the server closes. */
  readonly closeMs: number;
}

/**
 * The defaults. A head holds one token of at most 512 characters, and little else: 8 KiB. A body of at most 512 KiB takes
 * under a second on any line that may serve payments: ten are plenty. An answer takes the time of a look-up and of the
 * store, five seconds each at most by default: a silence of thirty is none of ours. A few hosts keep a few dozen
 * connections each: 256. With that many bodies in flight 512 requests hold at most 256 MiB, of callers that have a token.
 */
export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  maxHeaderBytes: 8 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  socketMs: 30_000,
  keepAliveMs: 5_000,
  maxConnections: 256,
  maxInFlight: 512,
  maxRequestsPerConnection: 10_000,
  maxDroppedBytes: 1024 * 1024,
  closeMs: 10_000,
};
