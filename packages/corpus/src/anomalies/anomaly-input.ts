import type { ContributionColumns } from '../contributions/contributions.ts';
import type { RecordFamilies } from '../near-duplicates/find-near-duplicates.ts';
import type { RecordDescriber, RecordEvidence, RecordFinding } from '../near-duplicates/record-finding.ts';

/** What anomalies are counted over: contributions, and who is behind the account ids. */
export interface AnomalyColumns extends ContributionColumns {
  /** By account id; the same string is the same account in another corpus. */
  readonly accountKeys: readonly string[];
  /** By tenant id. */
  readonly tenantNames: readonly string[];
  /** Per record: bits of `textSignals`. Other bits are ignored. */
  readonly flags: Uint8Array;
}

/** What `anomalyFindings` is given. */
export interface AnomalyInput {
  readonly month: AnomalyColumns;
  /** An earlier corpus that is believed clean. */
  readonly trusted?: AnomalyColumns;
  /** Families of alike records of the month, at the looser threshold. */
  readonly content: RecordFamilies;
  /** Linked group of each account; -1: linked to nobody. */
  readonly clusterOfAccount?: Int32Array;
  readonly describe: RecordDescriber;
}

/** Evidence of a rate or count that is unlikely by chance. Rates are in [0, 1]. */
export interface AnomalyEvidence {
  /** What was counted: `records`, `action`, `positive ratings`, `family`, `gaps`, a text signal. */
  readonly what: string;
  readonly observed: number;
  /** Out of how many, where it is a share. */
  readonly of?: number;
  /** What was to be expected, in the same unit as `observed`. */
  readonly expected?: number;
  /** Chance of as much or more, times the number of comparisons made; at most 1. */
  readonly probability?: number;
  /** How many comparisons that is. */
  readonly comparisons?: number;
}

/** A finding of this folder. */
export type AnomalyFinding = RecordFinding<AnomalyEvidence & RecordEvidence>;
