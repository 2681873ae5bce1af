import type { Finding, Outcome, PolicyReference, ScanVerdict } from '@bezoar/core';
import type { AttackBudget, ContributionReport } from '@bezoar/corpus';
import type { Unreadable } from '@bezoar/corpus/readers';
import type { HazardCoverage, SearchedPhrase } from '@bezoar/corpus/scan';
import type { LoggedEntry } from '../ledger/log-run.ts';
import type { SignatureState } from '../policy/policy-state.ts';

/** A file that was read. */
export interface ScanInput {
  readonly path: string;
  /** SHA-256 of the raw bytes; empty where the file could not be read. */
  readonly sha256: string;
  readonly bytes: number;
  readonly role: 'month' | 'trusted';
}

/** What of the input was looked at. */
export interface ScanCoverage {
  /** Records that were read. */
  readonly read: number;
  readonly trusted: number;
  readonly unreadable: readonly Unreadable[];
  /** All unreadable places; the list is cut at 10,000 a file. */
  readonly unreadableCount: number;
  readonly phrases: {
    /** New, recurring phrases; those compared with their neighbours; families that chance would give. */
    readonly candidates: number;
    readonly compared: number;
    readonly expectedByChance: number;
  };
  readonly hazards: {
    readonly covered: readonly {
      readonly action: string;
      readonly after: readonly string[];
      readonly origin: HazardCoverage['hazard']['origin'];
      readonly callsInMonth: number;
      readonly callsInTrusted: number;
    }[];
    readonly uncovered: readonly { readonly tool: string; readonly calls: number }[];
  };
  /** What this scan cannot see, in words. */
  readonly limits: readonly string[];
}

/** The threat model that a scan obeyed. */
export interface ScanPolicyReference extends PolicyReference {
  /** How the document stands to its last signed version; `unknown` where the ledger could not be read. */
  readonly state: SignatureState | 'unknown';
}

/** What the ledger holds of a scan: the entry, and the digest of the document without this field. */
export interface ScanLedgerReference extends LoggedEntry {
  readonly report: string;
}

/** The document of `bezoar scan --json`, schema `bezoar.scan/v1`. */
export interface ScanDocument {
  readonly schema: 'bezoar.scan/v1';
  readonly tool: { readonly version: string };
  readonly policy: ScanPolicyReference | null;
  readonly inputs: readonly ScanInput[];
  readonly verdict: ScanVerdict;
  readonly outcome: Outcome;
  readonly exit: number;
  readonly corpus: {
    readonly records: number;
    readonly bytes: number;
    readonly principals: number;
    readonly tenants: number;
    /** SHA-256 over the sorted record digests: the same records give it in any order, file or format. */
    readonly sha256: string;
  };
  readonly findings: readonly Finding[];
  /** Phrases that were named to look for, those too that no record holds. */
  readonly searched: readonly SearchedPhrase[];
  /** Senders, signals, likeness and caps. */
  readonly contributions: ContributionReport;
  /** Fewest unlinked accounts that land so many records under the document's caps; absent without caps. */
  readonly attackBudget?: AttackBudget;
  readonly coverage: ScanCoverage;
  /** Null outside a project, and where the run could not be logged (`ledger/not-written`). */
  readonly ledger: ScanLedgerReference | null;
  readonly timing: { readonly startedAt: string; readonly totalMs: number; readonly readMs: number };
}
