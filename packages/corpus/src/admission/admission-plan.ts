import type { SelectionPolicy } from '@bezoar/core';

/** A file of the intake, and what it stands for. */
export interface PlannedFile {
  /** As it was named. */
  readonly path: string;
  readonly sha256: string;
  /** Source of the document. */
  readonly source: string;
}

/**
 * What is to become of every record of an intake: all that the second reading needs, so that an admission that was cut off
 * goes on without examining anything again. Plain data; records by intake number.
 */
export interface AdmissionPlan {
  readonly records: number;
  /** Sorted as they were read. */
  readonly files: readonly PlannedFile[];
  /** Bits of `ADMISSION_REASONS`; 0: admitted. */
  readonly reasons: Uint32Array;
  /** Index into `TRUST_TIERS`. */
  readonly tiers: Uint8Array;
  /** 1: teaches a declared action. */
  readonly inSlice: Uint8Array;
  /** 32 bytes per record: what is written is what was examined. */
  readonly digests: Uint8Array;
  /** Ids of the findings that keep a record out, for those that any does. */
  readonly flagged: ReadonlyMap<number, readonly string[]>;
  /** Ids that more than one record carries. */
  readonly repeatedIds: ReadonlySet<string>;
  /** Name of the cluster of an account, by the account's keyed name; accounts that are linked to nobody are absent. */
  readonly clusters: ReadonlyMap<string, string>;
  readonly selection?: SelectionPolicy;
}
