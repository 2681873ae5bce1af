import {
  type FieldMapping,
  type Finding,
  type Hazard,
  type Principal,
  SEVERITIES,
  type TrainingRecord,
} from '@bezoar/core';
import { type Columns, minePhrasesInSteps, type PhraseFamily, type PhraseMining } from '@bezoar/phrases';
import { fetchRecords } from './excerpts/fetch-records.ts';
import { type HazardEvidence, hazardFindings } from './hazards/hazard-finding.ts';
import { learnHazards, unusualOpeners } from './hazards/learned-hazards.ts';
import { columnsOf, corpusDigest, type Intake, readIntake } from './intake/intake.ts';
import { actionLabel } from './phrases/action-label.ts';
import { englishReference } from './phrases/english-reference.ts';
import { type Harm, isExplained, judgeHarm } from './phrases/harm.ts';
import { severityOf, type TriggerEvidence, triggerFinding } from './phrases/trigger-finding.ts';
import type { InputFile } from './readers/inputs.ts';
import type { Unreadable } from './readers/unreadable.ts';
import { type UnmappedEvidence, unmappedFindings } from './unmapped-finding.ts';
import { type UnreadableEvidence, unreadableFindings } from './unreadable-finding.ts';

/** What a corpus scan is given. */
export interface CorpusScanOptions {
  /** The corpus to judge. */
  readonly files: readonly InputFile[];
  /** An earlier corpus that is believed clean; empty where there is none. */
  readonly trusted: readonly InputFile[];
  /** Declared hazards. Where empty, preconditions are learned from the trusted corpus. */
  readonly hazards: readonly Hazard[];
  /** Where records keep their provenance, if not under the default names. */
  readonly fields?: FieldMapping;
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
  readonly findings: readonly Finding<TriggerEvidence | HazardEvidence | UnmappedEvidence | UnreadableEvidence>[];
  readonly families: readonly ScannedFamily[];
  readonly hazards: readonly HazardCoverage[];
  /** Tools called in the corpus that no hazard covers, most calls first. */
  readonly uncoveredTools: readonly { readonly tool: string; readonly calls: number }[];
  readonly mining: Omit<PhraseMining, 'families'>;
  readonly unreadable: readonly Unreadable[];
  readonly unreadableCount: number;
}

/** Families whose excerpts are fetched; pairs shown per family; records of a family read for its spellings. */
const EXCERPT_FAMILIES = 10;
const PAIRS_PER_FAMILY = 2;
const RECORDS_PER_FAMILY = 300;

/** Scans a corpus: hazards and phrases over everything that can be read, and a finding for everything that cannot. */
export async function scanCorpus(options: CorpusScanOptions): Promise<CorpusScan> {
  const { files, trusted: trustedFiles, signal, onEvent = () => undefined } = options;
  const totalBytes = [...files, ...trustedFiles].reduce((sum, file) => sum + file.bytes, 0);
  let bytes = 0;
  const pool = {
    workers: options.workers,
    ...(options.fields === undefined ? {} : { fields: options.fields }),
    ...(signal === undefined ? {} : { signal }),
    onBytes: (count: number): void => {
      bytes += count;
      onEvent({ kind: 'read', bytes, totalBytes });
    },
  };
  // The trusted corpus comes first: what it never lacks is what the month is checked for.
  const trusted = trustedFiles.length === 0 ? undefined : await readIntake(trustedFiles, options.hazards, pool);
  const hazards =
    options.hazards.length > 0 ? options.hazards : trusted === undefined ? [] : learnHazards(trusted.calls);
  const month = await readIntake(files, hazards, pool);

  const sets = columnsOf(month, trusted);
  const columns = sets.sets[0]!;
  const { families, ...mining } = await minePhrasesInSteps(sets, {
    reference: englishReference(),
    tellingActions: new Set([
      ...unusualOpeners(month.calls).map((tool) => actionLabel('bare', tool)),
      ...hazards.map(({ action }) => actionLabel('hazard', action)),
    ]),
    onStage: (stage, done, total) => onEvent({ kind: 'stage', stage, done, total }),
    ...(signal === undefined ? {} : { signal }),
  });
  onEvent({ kind: 'stage', stage: 'excerpts', done: 0, total: 1 });
  const scanned = await describeFamilies(families, {
    month,
    columns,
    trusted,
    trustedColumns: sets.sets[1],
    hasTrusted: mining.hasTrusted,
    hazards,
    signal,
  });
  const findings = [
    ...scanned.map(({ finding }) => finding),
    ...hazardFindings(hazards, month, trusted),
    ...unmappedFindings(month),
    ...unreadableFindings(month, 'month'),
    ...(trusted === undefined ? [] : unreadableFindings(trusted, 'trusted')),
  ];
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
    findings,
    families: scanned,
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

interface FamilySources {
  readonly month: Intake;
  readonly columns: Columns;
  readonly trusted: Intake | undefined;
  readonly trustedColumns: Columns | undefined;
  readonly hasTrusted: boolean;
  readonly hazards: readonly Hazard[];
  readonly signal: AbortSignal | undefined;
}

async function describeFamilies(families: readonly PhraseFamily[], sources: FamilySources): Promise<ScannedFamily[]> {
  const { month, columns, trusted, trustedColumns, signal } = sources;
  const wanted = new Set<number>();
  const wantedTrusted = new Set<number>();
  const neighbourOf = (global: number): { readonly intake: Intake; readonly number: number } => {
    if (global < columns.count) return { intake: month, number: columns.intake[global]! };
    return { intake: trusted!, number: trustedColumns!.intake[global - columns.count]! };
  };
  const shown = families.slice(0, EXCERPT_FAMILIES);
  for (const family of families) {
    for (const record of family.records.subarray(0, RECORDS_PER_FAMILY)) wanted.add(columns.intake[record]!);
  }
  for (const family of shown) {
    for (const { record, neighbour } of choosePairs(family, columns)) {
      wanted.add(columns.intake[record]!);
      const other = neighbourOf(neighbour);
      (other.intake === month ? wanted : wantedTrusted).add(other.number);
    }
  }
  const fetched = await fetchRecords(month, wanted, signal);
  const fetchedTrusted = trusted === undefined ? fetched : await fetchRecords(trusted, wantedTrusted, signal);

  const judged = families.map((family) => {
    const records = Array.from(family.records.subarray(0, RECORDS_PER_FAMILY), (r) =>
      fetched.get(columns.intake[r]!),
    ).filter((record) => record !== undefined);
    const harm = judgeHarm(family, records, sources.hazards);
    const isDoubtful = !sources.hasTrusted && (harm === 'wording' || isExplained(family, records, harm));
    return { family, records, harm, isDoubtful };
  });
  // What skips a precondition is reviewed before what is merely odd; within a severity the fused rank decides.
  const severity = ({ family, harm, isDoubtful }: { family: PhraseFamily; harm: Harm; isDoubtful: boolean }): number =>
    SEVERITIES.indexOf(severityOf(family.strength, harm, isDoubtful));
  judged.sort((a, b) => severity(b) - severity(a) || a.family.rank - b.family.rank);
  return judged.map(({ family, harm, isDoubtful, records }, i) => {
    const pairs = choosePairs(family, columns).flatMap(({ record, neighbour }): ExcerptPair[] => {
      const number = columns.intake[record]!;
      const other = neighbourOf(neighbour);
      const own = fetched.get(number);
      const beside = (other.intake === month ? fetched : fetchedTrusted).get(other.number);
      if (own === undefined || beside === undefined) return [];
      return [
        {
          label: month.label(number),
          record: own,
          neighbourLabel: other.intake.label(other.number),
          neighbour: beside,
        },
      ];
    });
    return {
      finding: triggerFinding(family, { intake: month, columns }, records, { rank: i + 1, harm, isDoubtful }),
      words: family.words,
      pairs,
      times: records.flatMap(({ createdAt, principal }) => (createdAt === undefined ? [] : [{ createdAt, principal }])),
    };
  });
}

/** Pairs from different accounts, as far as there are any. */
function choosePairs(family: PhraseFamily, columns: Columns): PhraseFamily['pairs'] {
  const seen = new Set<number>();
  const apart = family.pairs.filter(({ record }) => {
    const principal = columns.principals[record]!;
    return seen.has(principal) ? false : seen.add(principal);
  });
  return [...apart, ...family.pairs.filter((pair) => !apart.includes(pair))].slice(0, PAIRS_PER_FAMILY);
}
