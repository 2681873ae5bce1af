import type { CapsPolicy, FieldMapping, Finding, SelectionPolicy } from '@bezoar/core';
import { type Columns, minePhrasesInSteps, type PhraseMining } from '@bezoar/phrases';
import { DEFAULT_CLUSTER_BY } from '../admission/default-cluster-by.ts';
import type { AssignedSource } from '../admission/record-tiers.ts';
import { anomalyFindings } from '../anomalies/anomaly-findings.ts';
import { clusterAccounts } from '../clusters/cluster-accounts.ts';
import type { Contributions } from '../contributions/assemble-contributions.ts';
import { type HazardEvidence, hazardFindings } from '../hazards/hazard-finding.ts';
import { learnHazards, unusualOpeners } from '../hazards/learned-hazards.ts';
import { columnsOf, type Intake, readIntake } from '../intake/intake.ts';
import { findNearDuplicates, type NearDuplicates } from '../near-duplicates/find-near-duplicates.ts';
import { keptOrder, sketchSeed } from '../near-duplicates/kept-order.ts';
import { nearDuplicateFindings } from '../near-duplicates/near-duplicate-finding.ts';
import { wipedOutFindings } from '../near-duplicates/wiped-out-finding.ts';
import { actionLabel } from '../phrases/action-label.ts';
import { describeFamilies } from '../phrases/describe-families.ts';
import { englishReference } from '../phrases/english-reference.ts';
import { type KnownPhraseEvidence, type SearchedPhrase, searchKnownPhrases } from '../phrases/known-phrases.ts';
import { UNDECLARED_SOURCE } from '../readers/undeclared-source.ts';
import type { CorpusScanEvent, CorpusScanOptions, ScannedFamily } from './scan-corpus.ts';

/** A finding, and the records of the intake that it names. */
export interface FlaggingFinding {
  readonly finding: Finding;
  readonly records: ArrayLike<number>;
}

/** What is known before near-duplicates are sought: enough to say which of two alike records should rather stay. */
export interface ExaminedSoFar {
  readonly month: Intake;
  /** One for each file of the month. */
  readonly sources: readonly AssignedSource[];
  readonly contributions: Contributions;
  readonly flagging: readonly FlaggingFinding[];
}

/** Options of `examineCorpus`. */
export interface ExamineOptions extends CorpusScanOptions {
  /** Lower is kept first among near-duplicates, by intake number. */
  readonly precedence?: (examined: ExaminedSoFar) => Promise<Uint8Array>;
}

/** Everything that layer 1 knows of a corpus, before anything is removed from it. */
export interface CorpusExamination extends ExaminedSoFar {
  readonly trusted: Intake | undefined;
  readonly trustedContributions: Contributions | undefined;
  readonly columns: Columns;
  readonly hazards: ReturnType<typeof learnHazards>;
  readonly families: readonly ScannedFamily[];
  readonly hazardFindings: readonly Finding<HazardEvidence>[];
  /** Known phrases that some record holds, and all that were looked for. */
  readonly foundPhrases: readonly Finding<KnownPhraseEvidence>[];
  readonly searched: readonly SearchedPhrase[];
  readonly nearDuplicates: NearDuplicates;
  /** Findings about likeness and contribution: what is known only after near-duplicates. */
  readonly laterFlagging: readonly FlaggingFinding[];
  readonly mining: Omit<PhraseMining, 'families'>;
}

/** Bytes of an order that nobody keeps secret: for a scan, which removes nothing. */
const OPEN_ORDER = new Uint8Array(32);

/** Reads a corpus and the trusted one, and computes what is looked for in them. */
export async function examineCorpus(options: ExamineOptions): Promise<CorpusExamination> {
  const { files, trusted: trustedFiles, signal, onEvent = () => undefined } = options;
  // Before anything is read: what a link leads to afterwards is of no account.
  const sources = files.map(({ path }) => options.sourceOf?.(path) ?? UNDECLARED_SOURCE);
  const pool = readingPool(options, onEvent);
  // The trusted corpus comes first: what it never lacks is what the month is checked for.
  const trusted = trustedFiles.length === 0 ? undefined : await readIntake(trustedFiles, options.hazards, pool);
  const hazards =
    options.hazards.length > 0 ? [...options.hazards] : trusted === undefined ? [] : learnHazards(trusted.calls);
  const month = await readIntake(files, hazards, pool);
  const sets = columnsOf(month, trusted);
  const columns = sets.sets[0]!;
  const abort = signal === undefined ? {} : { signal };
  const onStage = (stage: string, done: number, total: number): void => onEvent({ kind: 'stage', stage, done, total });
  const { families: mined, ...mining } = await minePhrasesInSteps(sets, {
    reference: englishReference(),
    tellingActions: new Set([
      ...unusualOpeners(month.calls).map((tool) => actionLabel('bare', tool)),
      ...hazards.map(({ action }) => actionLabel('hazard', action)),
    ]),
    onStage,
    ...abort,
  });
  onStage('excerpts', 0, 1);
  const families = await describeFamilies(mined, {
    month,
    columns,
    trusted,
    trustedColumns: sets.sets[1],
    hasTrusted: mining.hasTrusted,
    hazards,
    signal,
  });
  const found = hazardFindings(hazards, month, trusted);
  const { searched, found: foundPhrases } = await searchKnownPhrases(options.knownPhrases ?? [], {
    columns: sets,
    month,
    signal,
  });
  const contributions = contributionsOf(month, sources);
  const flagging = [
    ...families.map(({ finding, records }) => ({ finding, records })),
    ...found.map((finding) => ({ finding, records: recordsViolating(month, finding.evidence.action) })),
    ...foundPhrases,
  ];
  const soFar: ExaminedSoFar = { month, sources, contributions, flagging };
  const { orderKey = OPEN_ORDER } = options;
  const precedence = await options.precedence?.(soFar);
  const nearDuplicates = await findNearDuplicates(columns, {
    order: keptOrder(columns, {
      orderKey,
      principal: (record) => month.principal(record),
      ...(precedence === undefined ? {} : { precedence }),
    }),
    seed: sketchSeed(orderKey),
    onProgress: (done, total) => onStage('near-duplicates', done, total),
    ...abort,
  });
  const trustedContributions = trusted === undefined ? undefined : contributionsOf(trusted, []);
  const laterFlagging = contributed(soFar, trustedContributions, nearDuplicates, options.caps);
  return {
    ...soFar,
    trusted,
    trustedContributions,
    laterFlagging,
    columns,
    hazards,
    families,
    hazardFindings: found,
    foundPhrases: foundPhrases.map(({ finding }) => finding),
    searched,
    nearDuplicates,
    mining,
  };
}

/** What likeness and contribution give away. */
function contributed(
  { month, sources, contributions }: ExaminedSoFar,
  trusted: Contributions | undefined,
  near: NearDuplicates,
  caps: CapsPolicy | undefined,
): readonly FlaggingFinding[] {
  const { inSlice, accounts, accountCount } = contributions;
  const groups = { sources: contributions.sources, sourceNames: sourceNames(sources), accounts, accountCount };
  const { clusterOfAccount } = clusterAccounts(contributions, { clusterBy: caps?.clusterBy ?? DEFAULT_CLUSTER_BY });
  return [
    ...nearDuplicateFindings(near, { describe: month, inSlice }),
    ...wipedOutFindings(near, groups, month),
    ...anomalyFindings({
      month: contributions,
      ...(trusted === undefined ? {} : { trusted }),
      content: near.content,
      clusterOfAccount,
      describe: month,
    }),
  ];
}

function readingPool(
  { files, trusted, workers, fields, signal }: CorpusScanOptions,
  onEvent: (event: CorpusScanEvent) => void,
): Parameters<typeof readIntake>[2] {
  const totalBytes = [...files, ...trusted].reduce((sum, file) => sum + file.bytes, 0);
  let bytes = 0;
  return {
    workers,
    ...(fields === undefined ? {} : { fields }),
    ...(signal === undefined ? {} : { signal }),
    onBytes: (count: number): void => {
      bytes += count;
      onEvent({ kind: 'read', bytes, totalBytes });
    },
  };
}

function contributionsOf(intake: Intake, sources: readonly AssignedSource[]): Contributions {
  const names = [...new Set(sources.map(({ name }) => name))].sort();
  return intake.contributions(
    (file) => {
      const { name, tier } = sources[file] ?? UNDECLARED_SOURCE;
      return { source: Math.max(0, names.indexOf(name)), isExempt: tier === 'first-party-reviewed' };
    },
    Math.max(1, names.length),
  );
}

/** Names of the sources, by the ids of `ContributionColumns.sources`. */
export function sourceNames(sources: readonly AssignedSource[]): readonly string[] {
  return [...new Set(sources.map(({ name }) => name))].sort();
}

function recordsViolating(month: Intake, action: string): number[] {
  const records: number[] = [];
  for (const [record, violations] of month.violations) {
    if (violations.some((violation) => violation.action === action)) records.push(record);
  }
  return records;
}

/** What a scan is told of the document's rules about contributions. */
export interface ContributionRules {
  readonly fields?: FieldMapping;
  /** Where a file comes from; by default nobody knows. */
  readonly sourceOf?: (path: string) => AssignedSource;
  readonly caps?: CapsPolicy;
  readonly selection?: SelectionPolicy;
  /** 32 secret bytes: which of several equal records stays. */
  readonly orderKey?: Uint8Array;
}
