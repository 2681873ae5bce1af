import type { FieldMapping, Hazard, HazardViolation } from '@bezoar/core';
import type { ColumnPart } from '@bezoar/phrases';
import type { ContributionPart } from '../contributions/contribution-part.ts';
import type { Shard } from '../readers/shards.ts';
import type { Unreadable } from '../readers/unreadable.ts';

/** What a worker is asked to read. */
export interface IntakeTask {
  readonly shard: Shard;
  readonly hazards: readonly Hazard[];
  readonly fields: FieldMapping;
}

/** A violation in the record with this index within the part. */
export interface PlacedViolation extends HazardViolation {
  readonly index: number;
}

/** Everything that one shard gave. Plain data, so that it can cross threads. */
export interface IntakePart {
  readonly fileIndex: number;
  readonly columns: ColumnPart;
  readonly contributions: ContributionPart;
  /** 1-based line of each record, relative to the shard's start. */
  readonly lines: Int32Array;
  /** 1-based byte column of each record, 0 where it begins its line. */
  readonly columnsInLine: Int32Array;
  readonly ids: readonly (string | undefined)[];
  readonly violations: readonly PlacedViolation[];
  readonly calls: ReadonlyMap<string, number>;
  readonly bare: ReadonlyMap<string, number>;
  readonly preceded: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Lines relative to the shard's start. */
  readonly unreadable: readonly Unreadable[];
  readonly unreadableCount: number;
  readonly linesSeen: number;
  readonly textBytes: number;
}
