import type { Finding, Hazard, Principal, TrainingRecord } from '@bezoar/core';
import type { Columns, PhraseMining } from '@bezoar/phrases';
import { type AppliedCaps, type ContributionReport, reportContributions } from '../admission/contribution-report.ts';
import { corpusDigest, type Intake } from '../intake/intake.ts';
import type { KnownPhrase, SearchedPhrase } from '../phrases/known-phrases.ts';
import type { TriggerEvidence } from '../phrases/trigger-finding.ts';
import type { InputFile } from '../readers/inputs.ts';
import type { Unreadable } from '../readers/unreadable.ts';
import { type ContributionRules, type CorpusExamination, examineCorpus } from './examine-corpus.ts';
import { unmappedFindings } from './unmapped-finding.ts';
import { unreadableFindings } from './unreadable-finding.ts';

/** What a corpus scan is given. */
export interface CorpusScanOptions extends ContributionRules {
  /** The corpus to judge. */
  readonly files: readonly InputFile[];
  /** An earlier corpus that is believed clean; empty where there is none. */
  readonly trusted: readonly InputFile[];
  /** Declared hazards. Where empty, preconditions are learned from the trusted corpus. */
  readonly hazards: readonly Hazard[];
  /** Phrases that were named as suspicious, and are looked for whatever mining says of them. */
  readonly knownPhrases?: readonly KnownPhrase[];
  /** Threads that read. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: CorpusScanEvent) => void;
}

/** Progress of a scan. */
export type CorpusScanEvent =
  | { readonly kind: 'read'; readonly bytes: number; readonly totalBytes: number }
  | { readonly kind: 'stage'; readonly stage: string; readonly done: number; readonly total: number };

/** A record of a family beside its nearest prompt without the phrase. */
export interface ExcerptPair {
  readonly label: string;
  readonly record: TrainingRecord;
  readonly neighbourLabel: string;
  readonly neighbour: TrainingRecord;
}

/** A family with what a report shows of it. */
export interface ScannedFamily {
  readonly finding: Finding<TriggerEvidence>;
  /** Its records, by intake number. */
  readonly records: readonly number[];
  readonly words: readonly string[];
  readonly pairs: readonly ExcerptPair[];
  /** When records were made and by whom, for those that say so. */
  readonly times: readonly { readonly createdAt: string; readonly principal: Principal }[];
}

/** One hazard, and how far the corpus lets it be checked. */
export interface HazardCoverage {
  readonly hazard: Hazard;
  readonly callsInMonth: number;
  readonly callsInTrusted: number;
}

/** What a corpus scan found. */
export interface CorpusScan {
  readonly corpus: {
    readonly records: number;
    readonly bytes: number;
    readonly principals: number;
    readonly tenants: number;
    readonly sha256: string;
  };
  readonly trustedRecords: number;
  /** Records of the corpus that are also in the trusted corpus, whatever their files and formats. */
  readonly sharedRecords: number;
  readonly findings: readonly Finding[];
  /** What the records' senders, signals and likeness say. */
  readonly contributions: ContributionReport;
  readonly families: readonly ScannedFamily[];
  readonly searched: readonly SearchedPhrase[];
  readonly hazards: readonly HazardCoverage[];
  /** Tools called in the corpus that no hazard covers, most calls first. */
  readonly uncoveredTools: readonly { readonly tool: string; readonly calls: number }[];
  readonly mining: Omit<PhraseMining, 'families'>;
  /** Records that were not compared with all alike ones: near-duplicates may be missing. */
  readonly uncompared: number;
  readonly unreadable: readonly Unreadable[];
  readonly unreadableCount: number;
}

/** Scans a corpus: hazards, phrases and contributions over everything that can be read, and a finding for everything that cannot. */
export async function scanCorpus(options: CorpusScanOptions): Promise<CorpusScan> {
  return scanOf(await examineCorpus(options), options);
}

/** What an examination amounts to, as a scan says it. */
export function scanOf(examination: CorpusExamination, rules: ContributionRules, applied?: AppliedCaps): CorpusScan {
  const { month, trusted, columns, hazards, families, mining } = examination;
  const { findings: contributed, ...contributions } = reportContributions(examination, rules, applied);
  const covered = new Set(hazards.map(({ action }) => action));
  return {
    corpus: {
      records: month.records,
      bytes: month.textBytes,
      ...namedCounts(month, columns),
      sha256: corpusDigest(columns),
    },
    trustedRecords: trusted?.records ?? 0,
    sharedRecords: trusted === undefined ? 0 : countShared(month, trusted),
    findings: [
      ...families.map(({ finding }) => finding),
      ...examination.hazardFindings,
      ...examination.foundPhrases,
      ...examination.laterFlagging.map(({ finding }) => finding),
      ...contributed,
      ...unmappedFindings(month),
      ...unreadableFindings(month, 'month'),
      ...(trusted === undefined ? [] : unreadableFindings(trusted, 'trusted')),
    ],
    contributions,
    families,
    searched: examination.searched,
    hazards: hazards.map((hazard) => ({
      hazard,
      callsInMonth: month.calls.calls.get(hazard.action) ?? 0,
      callsInTrusted: trusted?.calls.calls.get(hazard.action) ?? 0,
    })),
    uncoveredTools: [...month.calls.calls]
      .filter(([tool]) => !covered.has(tool))
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([tool, calls]) => ({ tool, calls })),
    mining,
    uncompared: examination.nearDuplicates.duplicates.undecided.length,
    unreadable: [...month.unreadable, ...(trusted?.unreadable ?? [])],
    unreadableCount: month.unreadableCount + (trusted?.unreadableCount ?? 0),
  };
}

function countShared(month: Intake, trusted: Intake): number {
  const known = new Set<string>();
  for (let record = 0; record < trusted.records; record++) known.add(trusted.digest(record));
  let shared = 0;
  for (let record = 0; record < month.records; record++) if (known.has(month.digest(record))) shared++;
  return shared;
}

/** Accounts and tenants of a set; the nameless account and tenant are none. */
function namedCounts(month: Intake, columns: Columns): { readonly principals: number; readonly tenants: number } {
  // Canonical order puts the empty tenant, and in it the empty account, first.
  const first = columns.count === 0 ? undefined : month.principal(columns.intake[0]!);
  const isNameless = first?.tenant === '';
  return {
    principals: columns.principalCount - (isNameless && first.account === '' ? 1 : 0),
    tenants: columns.tenantCount - (isNameless ? 1 : 0),
  };
}
