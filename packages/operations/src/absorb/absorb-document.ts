import type { Finding, Outcome, ScanVerdict } from '@bezoar/core';
import type { AbsorbedItem, AbsorbKind } from '@bezoar/corpus';
import type { Unreadable } from '@bezoar/corpus/readers';
import type { InputDigest } from '../document/command-document.ts';
import type { LoggedEntry } from '../ledger/log-run.ts';
import type { ScanPolicyReference } from '../scan/scan-document.ts';

/** An item that is kept out, and why. */
export interface HeldItem extends Pick<AbsorbedItem, 'id' | 'place' | 'digest' | 'codes' | 'reasons'> {
  /** The first of `codes`. */
  readonly code: string;
}

/** An item of which a part could not be read or told: it is neither absorbed nor found to be poison. */
export interface UndecidedItem extends Pick<AbsorbedItem, 'id' | 'place' | 'digest'> {
  /** In plain words. */
  readonly reasons: readonly string[];
}

/** What was looked at. */
export interface AbsorbCoverage {
  /** Items that were read, whatever became of them. */
  readonly read: number;
  readonly accounts: number;
  /** Items without an account: caps and coordination do not see them. */
  readonly withoutAccount: number;
  /** Places that hold no item, at most `MAX_LISTED_UNREADABLE` of them. */
  readonly unreadable: readonly Unreadable[];
  readonly unreadableCount: number;
  /** Findings that are not listed; every held item is in `held` nevertheless. */
  readonly findingsNotListed: number;
  /** What this command cannot see, in words. */
  readonly limits: readonly string[];
}

/** What the ledger holds of a run. */
export interface AbsorbLedgerReference extends LoggedEntry {
  /** SHA-256 of the document without this field. */
  readonly report: string;
}

/** A file that was written. */
export interface AbsorbOutput {
  readonly path: string;
  readonly sha256: string;
  readonly items: number;
}

/** The document of `bezoar absorb --json`, schema `bezoar.absorb/v1`. */
export interface AbsorbDocument {
  readonly schema: 'bezoar.absorb/v1';
  readonly tool: { readonly version: string };
  readonly policy: ScanPolicyReference | null;
  readonly inputs: readonly InputDigest[];
  readonly kind: AbsorbKind;
  readonly verdict: ScanVerdict;
  readonly outcome: Outcome;
  readonly exit: number;
  /** Ids, in the order of the input. */
  readonly absorbed: readonly string[];
  readonly held: readonly HeldItem[];
  readonly undecided: readonly UndecidedItem[];
  readonly caps: { readonly account: number; readonly slice: number | null };
  readonly findings: readonly Finding[];
  readonly coverage: AbsorbCoverage;
  /** With `--out`. */
  readonly output: { readonly absorbed: AbsorbOutput; readonly held: AbsorbOutput } | null;
  /** Null outside a project, and where the run could not be logged (`ledger/not-written`). */
  readonly ledger: AbsorbLedgerReference | null;
  readonly timing: { readonly startedAt: string; readonly totalMs: number };
}
