/** Bounds on one record and one file. Attacker controls: everything they are applied to. */
export interface ReaderLimits {
  /** Bytes of one line, or of one element of a JSON document. */
  readonly maxLineBytes: number;
  /** Nested arrays and objects in one record. */
  readonly maxDepth: number;
  /** Values (array items and object members, at every depth) in one record. */
  readonly maxFields: number;
  /** Decompressed bytes for each compressed byte, once `EXPANSION_GRACE_BYTES` have come out. */
  readonly maxExpansionRatio: number;
  /** Turns in one record. */
  readonly maxTurns: number;
}

const MIB = 1024 * 1024;

/**
 * The limits unless the caller says otherwise.
 *
 * - `maxLineBytes`, 8 MiB: a 1M-token context of ordinary text is about 4 MB; twice that leaves room for escapes. A longer
 *   line is passed over without being held, so that one line cannot exhaust memory (CWE-770).
 * - `maxDepth`, 64: chat records nest 6 deep and tool schemas under 20. Stops stack exhaustion further on (CWE-674).
 * - `maxFields`, 20,000: a 1,000-turn record with two tool calls a turn has about 14,000 values. Stops records whose cost
 *   is out of proportion to their bytes (CWE-400).
 * - `maxExpansionRatio`, 250: JSONL compresses 3 to 20 times and machine-made JSONL up to about 100; DEFLATE ends at 1,032.
 *   Stops gzip bombs (CWE-409).
 * - `maxTurns`, 4,096: the longest published agent trajectories stay under 1,000 turns. Stops quadratic work in stages
 *   that look back over a transcript (CWE-407).
 */
export const DEFAULT_READER_LIMITS: ReaderLimits = {
  maxLineBytes: 8 * MIB,
  maxDepth: 64,
  maxFields: 20_000,
  maxExpansionRatio: 250,
  maxTurns: 4096,
};

/** Decompressed bytes below which no ratio counts as a bomb: small files of one repeated record are ordinary (CWE-409). */
export const EXPANSION_GRACE_BYTES: number = 64 * MIB;

/**
 * Members of one gzip file (RFC 1952 section 2.2). Each costs some 80 microseconds however small it is, so that a
 * gigabyte of 20-byte members would hold a core for more than an hour (CWE-407). bgzip writes one per 64 KiB: a million is 64 GB of text.
 */
export const MAX_GZIP_MEMBERS = 1_000_000;
