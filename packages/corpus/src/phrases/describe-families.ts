import { type Hazard, SEVERITIES } from '@bezoar/core';
import type { Columns, PhraseFamily } from '@bezoar/phrases';
import { fetchRecords } from '../excerpts/fetch-records.ts';
import type { Intake } from '../intake/intake.ts';
import type { ExcerptPair, ScannedFamily } from '../scan/scan-corpus.ts';
import { type Harm, isExplained, judgeHarm } from './harm.ts';
import { severityOf, triggerFinding } from './trigger-finding.ts';

/** Families whose excerpts are fetched; pairs shown per family; records of a family read for its spellings. */
const EXCERPT_FAMILIES = 10;
const PAIRS_PER_FAMILY = 2;
const RECORDS_PER_FAMILY = 300;

/** What families are described from. */
export interface FamilySources {
  readonly month: Intake;
  readonly columns: Columns;
  readonly trusted: Intake | undefined;
  readonly trustedColumns: Columns | undefined;
  readonly hasTrusted: boolean;
  readonly hazards: readonly Hazard[];
  readonly signal: AbortSignal | undefined;
}

/** Families as findings, with what a report shows of them, worst first. */
export async function describeFamilies(
  families: readonly PhraseFamily[],
  sources: FamilySources,
): Promise<ScannedFamily[]> {
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
      records: Array.from(family.records, (record) => columns.intake[record]!),
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
