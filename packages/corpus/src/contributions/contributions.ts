/**
 * What layer 1 knows of each record beside its text, as columns in intake order: what caps, clusters, selection and
 * anomalies are computed from. Ids are dense and 0-based. Plain data.
 */
export interface ContributionColumns {
  readonly count: number;
  /** 32 bytes per record. */
  readonly digests: Uint8Array;
  /** Principal (tenant, account); -1: no user stands behind the record, as in a reviewed first-party source without accounts. */
  readonly accounts: Int32Array;
  readonly accountCount: number;
  /** -1: none. */
  readonly tenants: Int32Array;
  readonly tenantCount: number;
  /** Source of the document, or one id for everything undeclared. */
  readonly sources: Int32Array;
  readonly sourceCount: number;
  /** Milliseconds since the Unix epoch; NaN where the record has no readable time. */
  readonly timesMs: Float64Array;
  /** 1: the record performs or claims a declared action, precondition or not. */
  readonly inSlice: Uint8Array;
  /** 1: rated positively; -1: negatively; 0: not rated, or not readable. */
  readonly ratings: Int8Array;
  /** Index into `signalSets`. */
  readonly signals: Int32Array;
  /** Distinct sets of the names of signals that hold, each sorted. `rating` stands for a positive rating. */
  readonly signalSets: readonly (readonly string[])[];
  /** Record `r` has the attributes `attributes[attributeOffsets[r] .. attributeOffsets[r + 1])`. */
  readonly attributes: Int32Array;
  readonly attributeOffsets: Int32Array;
  /** Distinct attributes: two records share one exactly when they share its id. */
  readonly attributeValues: readonly Attribute[];
}

/** A property that may link accounts. Attacker controls: often the value, by taking another device or address. */
export interface Attribute {
  /** `device`, `ip`, `payment`, … as the document's `cluster_by` names it. */
  readonly name: string;
  readonly value: string;
}
