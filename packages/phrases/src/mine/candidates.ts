import { logLikelihoodRatio } from '@bezoar/core';
import type { ColumnSets, Columns, TokenColumn, ViewName } from '../columns/columns.ts';
import { VIEW_NAMES } from '../columns/columns.ts';
import type { PhraseReference } from '../reference/phrase-reference.ts';
import { VIEWS } from '../views/views.ts';
import { type FrequentNgram, frequentNgrams } from './frequent-ngrams.ts';
import { hashHigh, hashLow } from './ngram-hash.ts';
import { NgramTable } from './ngram-table.ts';

/** Fewest records that make a phrase a candidate. Backdoors take hold at 25 and below; under 8 chance recurrence drowns everything. */
export const DEFAULT_MIN_RECORDS = 8;

/** A phrase must be this many times more frequent than in the trusted corpus. */
export const MIN_NOVELTY_RATIO = 3;

/**
 * And this many times more accounts must use it, where both corpora name accounts. A phrase that some trusted account
 * uses is as new as its accounts are, not its records: a busy customer who writes in another language makes his words
 * frequent, not new.
 */
export const MIN_ACCOUNT_NOVELTY_RATIO = 2;
/** Accounts from which a corpus is taken to name them. */
const MIN_NAMED_ACCOUNTS = 20;

/** Largest share of records that a candidate may cover where no trusted corpus says what is ordinary. */
export const MAX_SHARE_WITHOUT_TRUSTED = 0.25;

/** A phrase that recurs more than it should. */
export interface Candidate {
  readonly view: ViewName;
  /** Tokens, 1-based into the vocabulary. */
  readonly phrase: readonly number[];
  /** Distinct records. */
  readonly records: number;
  /** Distinct accounts. */
  readonly accounts: number;
  readonly novelty: Novelty;
  /** Records that hold it, ascending, in canonical order. */
  readonly postings: Int32Array;
}

/** How new a phrase is. */
export interface Novelty {
  /**
   * Dunning's G² of its record frequency against the reference, the latter counted as no larger than the month; of its
   * account frequency, where that is less and the trusted corpus has the phrase.
   */
  readonly g2: number;
  /** Records of the reference that hold it, of how many. */
  readonly referenceRecords: number;
  readonly referenceSize: number;
}

/** What mining counted. */
export interface CandidateSearch {
  readonly candidates: readonly Candidate[];
  /** Recurring phrases that were held against the reference: how many chances there were for one to look new. */
  readonly tested: number;
}

/** Candidates of all views; phrases with the same records are one candidate, shown as its longest phrase. */
export function findCandidates(sets: ColumnSets, options: CandidateOptions): CandidateSearch {
  const steps = candidateSteps(sets, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** How candidates are sought. */
export interface CandidateOptions {
  readonly minRecords: number;
  readonly reference?: PhraseReference;
}

/** `findCandidates`, pausing after each view. */
export function* candidateSteps(sets: ColumnSets, options: CandidateOptions): Generator<void, CandidateSearch, void> {
  const [month, trusted] = sets.sets as readonly [Columns, Columns | undefined];
  const groups = new Map<string, Candidate>();
  let tested = 0;
  for (const view of VIEW_NAMES) {
    const column = month.views[view];
    const frequent = frequentNgrams(column, month.principals, {
      minRecords: options.minRecords,
      maxLength: VIEWS[view].maxLength,
    }).filter((ngram) => ngram.length >= VIEWS[view].minLength);
    tested += frequent.length;
    yield;
    const novel =
      trusted !== undefined && trusted.count > 0
        ? novelAgainst(view, trusted, frequent, month)
        : novelAgainstReference(view, column, sets.vocabulary, frequent, month.count, options.reference);
    for (const candidate of withPostings(view, column, novel)) merge(groups, candidate);
    yield;
  }
  return { candidates: [...groups.values()], tested };
}

interface NovelNgram {
  readonly ngram: FrequentNgram;
  readonly novelty: Novelty;
}

function novelAgainst(
  view: ViewName,
  trusted: Columns,
  frequent: readonly FrequentNgram[],
  month: Columns,
): NovelNgram[] {
  const table = countOnly(trusted.views[view], trusted.principals, frequent);
  const novel = keepNovel(frequent, month.count, trusted.count, ({ high, low }) => table.recordsOf(high, low));
  if (Math.min(month.principalCount, trusted.principalCount) < MIN_NAMED_ACCOUNTS) return novel;
  return novel.flatMap(({ ngram, novelty }) => {
    const { high, low, accounts } = ngram;
    const known = table.accountsOf(high, low);
    const scale = Math.min(1, month.principalCount / trusted.principalCount);
    const knownScaled = known * scale;
    const size = trusted.principalCount * scale;
    if (accounts * size <= MIN_ACCOUNT_NOVELTY_RATIO * (knownScaled + 0.25) * month.principalCount) return [];
    if (known === 0) return [{ ngram, novelty }];
    const g2 = logLikelihoodRatio(accounts, month.principalCount, knownScaled, size);
    return [{ ngram, novelty: { ...novelty, g2: Math.min(novelty.g2, g2) } }];
  });
}

function novelAgainstReference(
  view: ViewName,
  column: TokenColumn,
  vocabulary: readonly string[],
  frequent: readonly FrequentNgram[],
  count: number,
  reference: PhraseReference | undefined,
): NovelNgram[] {
  // Without a trusted corpus nothing says which syntax or layout is ordinary here; only words have a reference.
  if (view === 'skeleton') return [];
  const rare = frequent.filter((ngram) => ngram.records <= MAX_SHARE_WITHOUT_TRUSTED * count);
  const recordsOf = (ngram: FrequentNgram): number => {
    if (reference === undefined || view === 'format') return 0;
    const words = Array.from(
      column.tokens.subarray(ngram.example, ngram.example + ngram.length),
      (token) => vocabulary[token - 1]!,
    );
    return reference.recordsOf(view === 'raw' ? words.map((word) => word.toLowerCase()) : words);
  };
  return keepNovel(rare, count, reference?.records ?? count, recordsOf);
}

function keepNovel(
  frequent: readonly FrequentNgram[],
  count: number,
  referenceSize: number,
  recordsOf: (ngram: FrequentNgram) => number,
): NovelNgram[] {
  const novel: NovelNgram[] = [];
  for (const ngram of frequent) {
    const referenceRecords = recordsOf(ngram);
    if (ngram.records / count <= (MIN_NOVELTY_RATIO * (referenceRecords + 0.5)) / referenceSize) continue;
    // A larger reference is scaled down to the month's size, so that evidence means the same whatever its size.
    const scale = Math.min(1, count / referenceSize);
    const g2 = logLikelihoodRatio(ngram.records, count, referenceRecords * scale, referenceSize * scale);
    novel.push({ ngram, novelty: { g2, referenceRecords, referenceSize } });
  }
  return novel;
}

/** Record and account counts in `column` of the given n-grams alone. */
function countOnly(column: TokenColumn, principals: Int32Array, wanted: readonly FrequentNgram[]): NgramTable {
  const wantedTable = new NgramTable();
  const owners = new Int32Array(1);
  let maxLength = 0;
  for (const { high, low, length, example } of wanted) {
    wantedTable.count(high, low, 0, owners, example);
    maxLength = Math.max(maxLength, length);
  }
  const table = new NgramTable();
  for (let record = 0; record + 1 < column.offsets.length; record++) {
    forEachNgram(column, record, maxLength, (at, length) => {
      const low = hashLow(column.tokens, at, length);
      const high = hashHigh(column.tokens, at, length);
      if (wantedTable.recordsOf(high, low) > 0) table.count(high, low, record, principals, at);
    });
  }
  return table;
}

/** Calls `visit` for each n-gram of up to `maxLength` tokens in a record, turn ends respected. */
function forEachNgram(
  column: TokenColumn,
  record: number,
  maxLength: number,
  visit: (at: number, length: number) => void,
): void {
  const { tokens, offsets } = column;
  const end = offsets[record + 1]!;
  for (let at = offsets[record]!; at < end; at++) {
    for (let length = 1; length <= maxLength && tokens[at + length - 1] !== 0; length++) visit(at, length);
  }
}

function withPostings(view: ViewName, column: TokenColumn, novel: readonly NovelNgram[]): Candidate[] {
  const index = new Map<number, Map<number, number>>();
  const postings = novel.map(({ ngram }) => new Int32Array(ngram.records));
  const filled = new Int32Array(novel.length);
  let maxLength = 0;
  for (const [i, { ngram }] of novel.entries()) {
    const byLow = index.get(ngram.high) ?? new Map<number, number>();
    index.set(ngram.high, byLow.set(ngram.low, i));
    maxLength = Math.max(maxLength, ngram.length);
  }
  for (let record = 0; record + 1 < column.offsets.length; record++) {
    forEachNgram(column, record, maxLength, (at, length) => {
      const i = index.get(hashHigh(column.tokens, at, length))?.get(hashLow(column.tokens, at, length));
      if (i === undefined || filled[i] === novel[i]!.ngram.records) return;
      if (filled[i]! > 0 && postings[i]![filled[i]! - 1] === record) return;
      postings[i]![filled[i]!] = record;
      filled[i] = filled[i]! + 1;
    });
  }
  return novel.map(({ ngram, novelty }, i) => ({
    view,
    phrase: Array.from(column.tokens.subarray(ngram.example, ngram.example + ngram.length)),
    records: ngram.records,
    accounts: ngram.accounts,
    novelty,
    postings: postings[i]!,
  }));
}

function merge(groups: Map<string, Candidate>, candidate: Candidate): void {
  const key = Buffer.from(candidate.postings.buffer).toString('latin1');
  const known = groups.get(key);
  if (known === undefined || isBetterName(candidate, known)) groups.set(key, candidate);
}

/** Of two names for the same records: the earlier view, then the longer phrase, then token order. */
function isBetterName(a: Candidate, b: Candidate): boolean {
  const view = VIEW_NAMES.indexOf(a.view) - VIEW_NAMES.indexOf(b.view);
  if (view !== 0) return view < 0;
  if (a.phrase.length !== b.phrase.length) return a.phrase.length > b.phrase.length;
  return compareTokens(a.phrase, b.phrase) < 0;
}

/** Orders phrases by their tokens: deterministic, because the vocabulary is in string order. */
export function compareTokens(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
