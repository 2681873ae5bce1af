import type { JsonValue, Sha256 } from '@bezoar/core';

/** What an entry can record. Kinds are never renamed or reused: old logs keep their meaning. */
export const ENTRY_KINDS = [
  'policy.set',
  'policy.reject',
  'decision.tier',
  'decision.admit',
  'decision.accept',
  'decision.override',
  'decision.review',
  'corpus.scan',
  'corpus.shard',
  'corpus.admit',
  'corpus.snapshot',
  'corpus.absorb',
  'corpus.erase',
  'artifact.admit',
  'run.train',
  'gate.prereg',
  'gate.verdict',
  'model.promote',
  'action.denied-cluster',
  'action.receipts',
  'key.add',
  'key.revoke',
  'ledger.anchor',
  'ledger.recovered',
] as const;

/** One of `ENTRY_KINDS`. */
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Something that an entry is about, named by its bytes: the shape of an in-toto ResourceDescriptor (Statement v1). */
export interface EntrySubject {
  readonly name: string;
  readonly digest: { readonly sha256: Sha256 };
}

/** The document that an entry points at; it lies in the evidence store under its digest. */
export interface EntryPayload {
  readonly mediaType: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
}

/**
 * One leaf of the log: a decision or a batch, never one training record. It names documents by digest and holds neither
 * text of records nor personal data, so that erasing a document leaves every proof valid.
 */
export interface LedgerEntry {
  readonly v: 1;
  readonly kind: EntryKind;
  /** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
  readonly at: string;
  /** Who says so: a key id, a principal, a machine's name. */
  readonly actor: string;
  readonly subject: readonly EntrySubject[];
  readonly payload?: EntryPayload;
  /** Digest of the policy that was in force. */
  readonly policy?: Sha256;
  /** Indices of earlier entries that this one builds on. */
  readonly refs: readonly number[];
  /** A few facts that a reader wants without fetching the payload. */
  readonly detail?: { readonly [key: string]: JsonValue };
}

/** Largest encoded entry, bytes: entry bundles carry a 16-bit length (C2SP tlog-tiles, "Log entries"). */
export const MAX_ENTRY_BYTES = 65_535;
/** Longest `actor`, UTF-16 units: an SSH key id or a URI fits. Stops one field from filling the entry (CWE-770). */
export const MAX_ACTOR_LENGTH = 512;
/** Longest name of a subject and longest media type, UTF-16 units (CWE-770). */
export const MAX_NAME_LENGTH = 1024;
/** Most subjects of one entry; a larger set is named by the digest of its list (CWE-770). */
export const MAX_SUBJECTS = 256;
/** Most references of one entry (CWE-770). */
export const MAX_REFS = 1024;
/** Deepest nesting inside `detail`, levels; stops stack exhaustion (CWE-674). */
export const MAX_DETAIL_DEPTH = 8;
