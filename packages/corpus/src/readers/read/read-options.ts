import type { FieldMapping } from '@bezoar/core';
import type { ReaderLimits } from '../limits.ts';

/** How to read a shard. */
export interface ReadOptions {
  /** Limits that differ from `DEFAULT_READER_LIMITS`. */
  readonly limits?: Partial<ReaderLimits>;
  /** Where records keep their provenance, if not under the default names. */
  readonly fields?: FieldMapping;
  /** Parse only these lines (numbered as the shard numbers them) and count the others: re-reads what an excerpt needs. */
  readonly onlyLines?: ReadonlySet<number>;
  /** Keep each record's canonical JSON, for those who write it out again. */
  readonly keepsText?: boolean;
  readonly signal?: AbortSignal;
  /** Bytes of one read; results do not depend on it. Tests set it to 1. */
  readonly chunkBytes?: number;
}

/** `ReadOptions` with the limits resolved. */
export interface ResolvedReadOptions extends ReadOptions {
  readonly limits: ReaderLimits;
}
