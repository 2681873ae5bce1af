import type { TrustTier } from '@bezoar/core';
import type { ProvenanceRow } from '@bezoar/ledger';
import type { CommandDocument } from '../document/command-document.ts';

/** An admitted record. */
export interface TracedRecord {
  readonly digest: string;
  readonly id: string | null;
  /** The file that it was admitted into, and its 1-based line there. */
  readonly path: string;
  readonly line: number;
  /** The record itself; null where the file is gone or was changed. */
  readonly record: unknown;
}

/** Where it comes from. */
export interface TracedProvenance extends ProvenanceRow {
  /** Its tier by all decisions up to now. */
  readonly currentTier: TrustTier;
  /** The admission: its entry, time, and what it was for. */
  readonly admission: { readonly entry: number; readonly at: string; readonly target: string; readonly policy: string };
  /** Trainings on the corpus that holds it, by their entries. */
  readonly trainings: readonly number[];
}

/** That the record was admitted, for somebody who trusts only the key. */
export interface TraceProof {
  /** Of the record's row, 0-based, in the tree over the corpus. */
  readonly leafIndex: number;
  readonly treeSize: number;
  /** Base64, from the leaf's sibling up. */
  readonly hashes: readonly string[];
  /** The signed root. */
  readonly checkpoint: string;
  /** The exact bytes of the leaf: the row as canonical JSON. */
  readonly leaf: string;
  readonly verifierKey: string;
  /** The whole proof, c2sp.org/tlog-proof@v1. */
  readonly text: string;
}

/** Another admission of the same or an equally named record. */
export interface TraceHit {
  readonly entry: number;
  readonly leafIndex: number;
  readonly digest: string;
  readonly id: string | null;
  readonly at: string;
  readonly source: string;
}

/** The document of `bezoar trace --json`, schema `bezoar.trace/v1`. */
export interface TraceDocument extends CommandDocument {
  readonly verdict: 'found' | 'not-found';
  readonly query: { readonly kind: 'digest' | 'id' | 'text' | 'account'; readonly value: string } | null;
  /** The newest hit; null where nothing was found. */
  readonly record: TracedRecord | null;
  readonly provenance: TracedProvenance | null;
  readonly proof: TraceProof | null;
  /** Every hit, newest admission first; at most 10,000. */
  readonly hits: readonly TraceHit[];
  readonly hitsAreComplete: boolean;
  /** Admissions whose side tables are not at hand or do not agree with the ledger, with the reason. */
  readonly unread: readonly { readonly entry: number; readonly reason: string }[];
  /** Milliseconds of the look-up itself. */
  readonly lookUpMs: number;
}
