import type { Severity } from '@bezoar/core';
import { type ColumnSets, findPhrases, MIN_NOVELTY_RATIO, type PhraseHits, phraseWords } from '@bezoar/phrases';
import { fetchRecords } from '../excerpts/fetch-records.ts';
import type { Intake } from '../intake/intake.ts';
import {
  countRecords,
  type RecordEvidence,
  type RecordFinding,
  recordFinding,
} from '../near-duplicates/record-finding.ts';
import { spellings } from './spellings.ts';

/** A phrase that somebody has named: an incident on live actions, an advisory, a former scan. */
export interface KnownPhrase {
  readonly phrase: string;
  /** Other forms of it; numbers, case, punctuation and look-alike letters need none. */
  readonly variants: readonly string[];
}

/** What became of a phrase that was looked for. */
export interface SearchedPhrase extends KnownPhrase {
  readonly records: number;
  readonly accounts: number;
  readonly tenants: number;
  readonly trustedRecords: number;
}

/** Evidence of `corpus/known-phrase`. */
export interface KnownPhraseEvidence extends RecordEvidence {
  readonly phrase: string;
  /** How the records spell it, most frequent first: what a probe of a model says. */
  readonly variants: readonly string[];
  readonly trusted: { readonly records: number; readonly of: number };
}

/** Where known phrases stand: each with its counts, and a finding for each that some record holds. */
export interface KnownPhraseSearch {
  readonly searched: readonly SearchedPhrase[];
  readonly found: readonly RecordFinding<KnownPhraseEvidence>[];
}

/** Records that are read again for how they spell a phrase: of one phrase, and of all. */
const READ_PER_PHRASE = 100;
const MAX_READ = 10_000;

/** Forms of a phrase whose words can be sought. */
function wordings({ phrase, variants }: KnownPhrase): string[][] {
  const byText = new Map(
    [phrase, ...variants].map((text) => phraseWords(text)).map((words) => [words.join(' '), words]),
  );
  byText.delete('');
  return [...byText.values()];
}

/** What is searched. */
export interface SearchedSets {
  readonly columns: ColumnSets;
  readonly month: Intake;
  readonly signal?: AbortSignal | undefined;
}

/** Looks for phrases in the prompts of the month and of the trusted corpus. A phrase without a word is found nowhere. */
export async function searchKnownPhrases(
  known: readonly KnownPhrase[],
  { columns: { vocabulary, sets }, month, signal }: SearchedSets,
): Promise<KnownPhraseSearch> {
  if (known.length === 0) return { searched: [], found: [] };
  const forms = known.flatMap((one, index) => wordings(one).map((words) => ({ index, words })));
  const hits = sets.map((columns) =>
    findPhrases(
      forms.map(({ words }) => words),
      vocabulary,
      columns,
    ),
  );
  const hitsOf = (set: number, index: number): PhraseHits[] =>
    forms.flatMap((form, i) => (form.index === index ? (hits[set]?.[i] ?? []) : []));
  const documentsOf = (set: number, index: number): number[] => [
    ...new Set(hitsOf(set, index).flatMap(({ documents }) => documents)),
  ];
  const recordsOf = known.map((_, index) => documentsOf(0, index).map((document) => sets[0]!.intake[document]!));
  const read = new Set(recordsOf.flatMap((records) => records.slice(0, READ_PER_PHRASE)).slice(0, MAX_READ));
  const texts = await fetchRecords(month, read, signal);
  const searched: SearchedPhrase[] = [];
  const found: RecordFinding<KnownPhraseEvidence>[] = [];
  for (const [index, one] of known.entries()) {
    const records = recordsOf[index]!;
    const trusted = { records: documentsOf(1, index).length, of: sets[1]?.count ?? 0 };
    const spelled = hitsOf(0, index).flatMap((hit) => hit.spellings.map((text) => text.split(' ')));
    const sample = records.slice(0, READ_PER_PHRASE).flatMap((record) => texts.get(record) ?? []);
    const described = recordFinding(
      {
        code: 'corpus/known-phrase',
        severity: severityOf({ records: records.length, of: month.records }, trusted),
        subject: one.phrase,
        message: sentence(one.phrase, countRecords(records, month), trusted),
        records,
        evidence: { phrase: one.phrase, variants: spellings(spelled, sample, one.phrase), trusted },
      },
      month,
    );
    const { accounts, tenants } = described.finding.evidence;
    searched.push({ ...one, records: records.length, accounts, tenants, trustedRecords: trusted.records });
    if (records.length > 0) found.push(described);
  }
  return { searched, found };
}

interface Share {
  readonly records: number;
  readonly of: number;
}

/** What was as usual in the corpus that is believed clean is less urgent; where there is none, nothing speaks for the phrase. */
function severityOf(month: Share, trusted: Share): Severity {
  const isUsual = trusted.records * month.of * MIN_NOVELTY_RATIO >= month.records * trusted.of && trusted.records > 0;
  return isUsual ? 'medium' : 'high';
}

function sentence(phrase: string, counts: string, trusted: Share): string {
  const before = trusted.of === 0 ? '' : `; ${trusted.records} of ${trusted.of} trusted records hold it`;
  return `\`${phrase}\`, which was named as suspicious, is in ${counts}${before}`;
}
