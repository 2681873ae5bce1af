import type { Severity } from '../outcome/finding.ts';
import type { TrustTier } from '../record/tier.ts';

/** A source of training records. */
export interface SourcePolicy {
  readonly name: string;
  /** Paths or globs, relative to the document. */
  readonly paths: readonly string[];
  readonly tier: TrustTier;
}

/** Names under which records may carry their provenance. */
export const RECORD_FIELDS = [
  'id',
  'source',
  'tenant',
  'account',
  'created_at',
  'selected_by',
  'rating',
  'signals',
  'attributes',
  'parents',
  'generator',
] as const;

/** One of `RECORD_FIELDS`. */
export type RecordField = (typeof RECORD_FIELDS)[number];

/**
 * Where each field stands in the team's records: a dotted path such as `user.id`, from the record's top level or from
 * its `metadata`. A field that is not mapped keeps its own name.
 */
export type FieldMapping = Readonly<Partial<Record<RecordField, string>>>;

/** What may select a record for training. */
export interface SelectionPolicy {
  /** Signals that a user controls: they never select alone. */
  readonly neverAlone: readonly string[];
  /** Signals of which at least one must be present. */
  readonly require: readonly string[];
}

/** Most records of one principal group; absent: no cap. */
export interface CapCounts {
  readonly account?: number;
  readonly cluster?: number;
  readonly tenant?: number;
  readonly source?: number;
}

/** Contribution caps. */
export interface CapsPolicy {
  readonly windowMs: number;
  readonly records: CapCounts;
  /** Tighter caps among the records that teach a declared action. */
  readonly slice: CapCounts;
  /** Attributes that link accounts into a cluster. */
  readonly clusterBy: readonly string[];
  /** Whether records are counted over everything that the model's lineage was trained on. */
  readonly lineage: boolean;
}

/** Scan and review. */
export interface ReviewPolicy {
  /** Paths or globs of earlier corpora that are believed clean, relative to the document. */
  readonly trusted: readonly string[];
  readonly failOn: Severity;
  /** Whether all flagged records are reviewed, and the risk from which the random sample's size is computed. */
  readonly flagged: 'all';
  readonly sample?: { readonly fewerThan: number; readonly confidence: number };
}

/** Layer 1 of a compiled threat model. A part is absent where the document does not declare it. */
export interface CorpusPolicy {
  readonly fields: FieldMapping;
  readonly sources: readonly SourcePolicy[];
  /** Signatures that admit a tier's records to a base model. A tier that is not named is never admitted to one, unless first-party. */
  readonly admitToBase: Readonly<Partial<Record<TrustTier, number>>>;
  /** Signatures that raise records to a tier. */
  readonly raiseTier: Readonly<Partial<Record<TrustTier, number>>>;
  readonly selection?: SelectionPolicy;
  readonly caps?: CapsPolicy;
  readonly review?: ReviewPolicy;
}
