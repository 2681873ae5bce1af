/** Bounds on what one request may carry out, and on what one answer may cost. */
export interface EgressLimits {
  /** Text of the path that stands for `*`, bytes of UTF-8 after percent-decoding, slashes included. */
  readonly pathBytes: number;
  /** Parts of it between slashes. */
  readonly pathSegments: number;
  /** One of them, bytes after percent-decoding. */
  readonly segmentBytes: number;
  /** Value of one query parameter, bytes after percent-decoding. */
  readonly queryValueBytes: number;
  /** Values of all query parameters, bytes. */
  readonly queryBytes: number;
  readonly requestBodyBytes: number;
  readonly requestHeaderBytes: number;
  readonly maxRedirects: number;
  /** An answer's body, before its content encoding is removed and after. */
  readonly responseBytes: number;
  /** For the whole exchange: name service, connections, redirects and body, milliseconds. */
  readonly deadlineMs: number;
}

/** Longest query value, bytes: a street address, a search phrase or a cursor; a 1024-bit key fits just so (CWE-201). */
export const MAX_QUERY_VALUE_LENGTH = 128;

/** All query values together, bytes: two of the longest. Stops data that is spread over many parameters (CWE-201). */
export const MAX_QUERY_LENGTH: number = 2 * MAX_QUERY_VALUE_LENGTH;

/** One path segment under `/*`, bytes: a SHA-256 in hexadecimal, and longer than any identifier in use. */
export const MAX_SEGMENT_LENGTH = 64;

/** Segments under `/*`: three collections with one identifier each. */
export const MAX_PATH_SEGMENTS = 6;

/** The whole of what stands for `*`, bytes: two UUIDs (36 each) and the names of their collections. */
export const MAX_PATH_LENGTH = 128;

/** Parameters that one destination may list: APIs have fewer, and each carries data out by being there (CWE-201). */
export const MAX_QUERY_PARAMETERS = 16;

/**
 * Bits that one request without a body can carry to an allowed host, at most, if whoever chooses the URL chooses all that
 * is free. URLs are rebuilt in one spelling, so that escapes, letter case, order and repetition carry none. What is left:
 *
 *     path      128 bytes * 8                                                         1024
 *     query     256 bytes * 8                                                         2048
 *     lengths   16 parameters * 8: absent, bare, or 0 to 128 bytes, 131 cases < 2^8    128
 *     method    one of 7 < 2^3                                                           3
 *                                                                                     3203 bits, about 400 bytes
 *
 * and which of the listed destinations is asked. An exact path without parameters carries nothing else. A body carries 8
 * bits a byte and a header as much: those are for the tool's own code to fill, and must not be filled by a model.
 */
export const MAX_URL_BITS: number = 8 * (MAX_PATH_LENGTH + MAX_QUERY_LENGTH + MAX_QUERY_PARAMETERS) + 3;

const KIB = 1024;

/**
 * The limits unless the caller says otherwise.
 *
 * - `requestBodyBytes`, 64 KiB: a long JSON document; a database does not fit (CWE-201).
 * - `requestHeaderBytes`, 8 KiB: what common servers take.
 * - `maxRedirects`, 5: http to https to www to a language is 3; stops loops that change their address (CWE-835).
 * - `responseBytes`, 4 MiB: about a million tokens, more than any context window in use; stops endless bodies and, applied
 *   to the decoded body as well, compressed bombs (CWE-409).
 * - `deadlineMs`, 30 s: what a conversation waits; stops a server that drips (CWE-400).
 */
export function egressLimits(overrides: Partial<EgressLimits> = {}): EgressLimits {
  return {
    pathBytes: MAX_PATH_LENGTH,
    pathSegments: MAX_PATH_SEGMENTS,
    segmentBytes: MAX_SEGMENT_LENGTH,
    queryValueBytes: MAX_QUERY_VALUE_LENGTH,
    queryBytes: MAX_QUERY_LENGTH,
    requestBodyBytes: 64 * KIB,
    requestHeaderBytes: 8 * KIB,
    maxRedirects: 5,
    responseBytes: 4 * KIB * KIB,
    deadlineMs: 30_000,
    ...overrides,
  };
}
