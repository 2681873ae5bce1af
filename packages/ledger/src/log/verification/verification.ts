import type { Sha256 } from '@bezoar/core';

/** What can be wrong with a log. Codes are never renamed or reused. */
export type LedgerProblemCode =
  /** An entry is not the one that the tree was built over. */
  | 'ledger/altered-entry'
  /** A tile is not the one that the signed root was built over, or one of its neighbours is not. */
  | 'ledger/altered-tile'
  /** An entry holds bytes that no writer writes: not canonical, not an entry, or a reference forward. */
  | 'ledger/bad-entry'
  /** A file that must be there is not. */
  | 'ledger/missing'
  /** A checkpoint that is not signed by the log's key. */
  | 'ledger/bad-signature'
  /** The key beside the log is not the one that was asked for. */
  | 'ledger/wrong-key'
  /** The log is older than, or another than, a checkpoint that was kept elsewhere says. */
  | 'ledger/rolled-back'
  /** A kept checkpoint is not of this log, or could not be compared because of other damage. */
  | 'ledger/unusable-checkpoint'
  /** The last commit is incomplete or damaged; the next writer keeps it aside and says so in the log. */
  | 'ledger/torn-tail'
  /** The journal is damaged before a good commit. */
  | 'ledger/corrupt-journal'
  /** Journal and tiles tell different stories. */
  | 'ledger/contradiction'
  /** A piece that recovery kept aside is not the one that the log names. */
  | 'ledger/altered-torn-piece'
  /** A file that belongs to no log of this size. */
  | 'ledger/unexpected-file'
  /** A document that an entry points at is gone: perhaps erased on purpose. */
  | 'ledger/missing-evidence'
  /** A document is not the one that an entry points at. */
  | 'ledger/altered-evidence'
  /** The disk refused a read, so that something was not checked. */
  | 'ledger/io'
  /** More problems than are listed. */
  | 'ledger/more-problems';

/** One thing that is wrong. */
export interface LedgerProblem {
  readonly code: LedgerProblemCode;
  readonly message: string;
  /** Index of the entry, where it is about one. */
  readonly index?: number;
}

/** Progress of a verification. */
export interface VerifyEvent {
  readonly type: 'progress';
  readonly entries: number;
  readonly total: number;
}

/** How a log is verified. */
export interface VerifyOptions {
  /** The log's key in text form, from where the log's owner cannot replace it. */
  readonly verifierKey: string;
  /** Signed checkpoint notes that were kept elsewhere. Only these reveal that a whole log was replaced by an older or another one. */
  readonly keptCheckpoints?: readonly string[];
  /** Folder of the evidence store (`.bezoar/cas`); without it no document is looked at. */
  readonly evidence?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: VerifyEvent) => void;
}

/** Documents that entries point at, counted once per pointer. */
export interface EvidenceCounts {
  readonly present: number;
  readonly missing: number;
  readonly altered: number;
}

/** What a verification found. Nothing is wrong exactly if `problems` is empty. */
export interface LedgerVerification {
  /** Name of the log. */
  readonly origin: string;
  /** Entries, those of the journal included. 0 where no checkpoint can be trusted. */
  readonly size: number;
  /** Root over them, in hexadecimal and in base64. */
  readonly rootHex: Sha256;
  readonly rootBase64: string;
  /** Signed note of the newest checkpoint; empty where none can be trusted. */
  readonly checkpoint: string;
  /** At most `MAX_PROBLEMS`, and one more that says so. */
  readonly problems: readonly LedgerProblem[];
  /** Entries that only the journal holds. */
  readonly journalEntries: number;
  /** Kept checkpoints that the log extends. */
  readonly keptAgreed: number;
  /** All 0 if no evidence folder was given. */
  readonly evidence: EvidenceCounts;
}
