import type { JsonValue, Sha256 } from '@bezoar/core';
import type { NamedDigest } from '@bezoar/ledger';

/** What a decision is about, exactly: what is signed of it, and what is kept once enough people have. */
export interface DecisionMatter {
  /** Digest of the scope: of a set of records, or of a model. */
  readonly sha256: Sha256;
  /** Its members. */
  readonly count: number;
  readonly description: string;
  /** What the statement names; its first is what the entry of the ledger is about. */
  readonly subject: readonly [NamedDigest, ...NamedDigest[]];
  readonly from?: string;
  readonly to?: string;
  /** Documents of the evidence store that every signer has seen, whatever else is named. */
  readonly evidence: readonly NamedDigest[];
  /** Where the scope's digest is that of a list: the list. Whoever reads the decision later knows what it is about. */
  readonly list?: Uint8Array;
  /** Entries that it rests on, beside the signed document. */
  readonly refs: readonly number[];
  readonly detail: Readonly<Record<string, JsonValue>>;
}
