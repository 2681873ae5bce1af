import type { Outcome } from '@bezoar/core';
import type { AttackBudget, ContributionReport, QuarantinedRecord } from '@bezoar/corpus';
import type { CommandDocument } from '../document/command-document.ts';
import type { LoggedEntry } from '../ledger/log-run.ts';
import type { ScanDocument, ScanInput } from '../scan/scan-document.ts';

/** The corpus that was admitted. */
export interface AdmittedCorpus {
  readonly records: number;
  /** The file; null in a dry run. */
  readonly path: string | null;
  /** Of the file; null in a dry run. */
  readonly sha256: string | null;
  /** Root of the RFC 6962 tree over the records' provenance; null in a dry run. */
  readonly root: string | null;
  /** Of the records, how many teach a declared action. */
  readonly slice: number;
}

/** What a review of the admission takes. */
export interface ReviewNeed {
  /** Flagged records, all of which people read. */
  readonly flagged: number;
  /** Records of the random sample; 0 where the document asks for none. */
  readonly sample: number;
  /** What it costs at 38 s a record, before anything was measured. */
  readonly hours: number;
}

/** The document of `bezoar admit --json`, schema `bezoar.admit/v1`. */
export interface AdmitDocument extends Omit<CommandDocument, 'coverage' | 'inputs' | 'timing'> {
  readonly schema: 'bezoar.admit/v1';
  readonly inputs: readonly ScanInput[];
  readonly verdict: ScanDocument['verdict'];
  readonly outcome: Outcome;
  /** `base` or `tenant:ID`. */
  readonly target: string;
  readonly dryRun: boolean;
  /** Digest over everything that the result depends on: inputs, document, decisions, earlier admissions. */
  readonly identity: string;
  /** The intake. */
  readonly corpus: ScanDocument['corpus'];
  readonly admitted: AdmittedCorpus;
  /** Records that are kept out, with their reasons; at most 100,000, all of them in the quarantine file. */
  readonly quarantined: readonly QuarantinedRecord[];
  readonly quarantinedCount: number;
  /** Records by reason; one record may have several. */
  readonly keptOut: Readonly<Record<string, number>>;
  readonly contributions: ContributionReport;
  readonly attackBudget?: AttackBudget;
  readonly review: ReviewNeed | null;
  readonly coverage: ScanDocument['coverage'];
  /** Null in a dry run. */
  readonly ledger: LoggedEntry | null;
  readonly timing: ScanDocument['timing'];
}
