import type { Columns, ViewName } from '../columns/columns.ts';
import type { DecidedFeature } from '../evidence/decided-feature.ts';
import type { PhraseEvidence } from '../evidence/evidence.ts';
import type { ReplyFeatures } from '../evidence/reply-features.ts';
import { type Candidate, compareTokens, type Novelty } from '../mine/candidates.ts';
import { groupFamilies } from './families.ts';
import { fuseRanks } from './fusion.ts';
import { extendPhrase } from './phrase-extension.ts';
import type { EvidenceKeys } from './strength.ts';

/** Families that a report shows at most: what a team reviews in a sitting. */
export const FAMILY_BUDGET = 20;
/** Ranked phrases that are grouped into families. */
const GROUPED_ROWS = 400;
/** Weakest family that is reported, as a share of what counts. */
const REPORTED_STRENGTH = 0.5;

/** A reply feature that a phrase decides, spelled out. */
export interface DecidedReply {
  /** Words, or an action label. */
  readonly text: string;
  readonly records: number;
  readonly neighbours: number;
  readonly g2: number;
}

/** A family of phrases that share their records: what a reviewer looks at as one thing. */
export interface PhraseFamily {
  /** 1-based. */
  readonly rank: number;
  readonly view: ViewName;
  /** The family's longest characteristic phrase. */
  readonly phrase: string;
  /** Its words, in the tokens of its view. */
  readonly words: readonly string[];
  /** Other phrases of the family, best first. */
  readonly variants: readonly string[];
  /** Records that hold the phrase, as canonical indexes of the month. */
  readonly records: Int32Array;
  readonly accounts: number;
  readonly tenants: number;
  readonly novelty: Novelty;
  readonly sampled: number;
  readonly neighbourCount: number;
  readonly similarity: { readonly inside: number; readonly outside: number };
  readonly wording?: DecidedReply;
  readonly action?: DecidedReply;
  readonly keys: EvidenceKeys;
  /** At least 1: the phrase decides its replies. */
  readonly strength: number;
  /** Records beside their nearest neighbour without the phrase (canonical; the trusted corpus follows the month), for excerpts. */
  readonly pairs: readonly { readonly record: number; readonly neighbour: number }[];
}

/** A candidate with its evidence and strength. */
export interface RankedRow {
  readonly evidence: PhraseEvidence;
  readonly keys: EvidenceKeys;
  readonly strength: number;
}

/** Ranks rows, groups them into families and spells those out that are worth showing. */
export function rankFamilies(
  rows: readonly RankedRow[],
  month: Columns,
  vocabulary: readonly string[],
  features: ReplyFeatures,
): PhraseFamily[] {
  const order = fuseRanks(
    [rows.map((r) => r.keys.similarity), rows.map((r) => r.keys.wording), rows.map((r) => r.keys.action)],
    (a, b) => compareCandidates(rows[a]!.evidence.candidate, rows[b]!.evidence.candidate),
  );
  const ranked = order.slice(0, GROUPED_ROWS).map((index) => rows[index]!);
  const families = groupFamilies(
    ranked.map(({ evidence: { candidate, action, sampled }, strength }) => ({
      postings: candidate.postings,
      length: candidate.phrase.length,
      isWords: candidate.view === 'words',
      strength,
      ...(action === undefined ? {} : { action: { feature: action.feature, rate: action.records / sampled } }),
    })),
  );
  return families
    .filter((family) => ranked[family.name]!.strength >= REPORTED_STRENGTH)
    .slice(0, FAMILY_BUDGET)
    .map((family, i) => {
      const row = ranked[family.name]!;
      const variants = family.members
        .filter((m) => m !== family.name)
        .map((m) => spell(ranked[m]!, vocabulary).join(' '));
      return describeFamily(i + 1, row, [...new Set(variants)].slice(0, 12), month, vocabulary, features);
    });
}

function describeFamily(
  rank: number,
  row: RankedRow,
  variants: readonly string[],
  month: Columns,
  vocabulary: readonly string[],
  features: ReplyFeatures,
): PhraseFamily {
  const { evidence, keys, strength } = row;
  const { candidate, sample, nearest } = evidence;
  const extended = extendPhrase(month.views[candidate.view], candidate.postings, candidate.phrase);
  const words = extended.map((token) => vocabulary[token - 1]!);
  const wordsOf = (decided: DecidedFeature): string => {
    for (const record of sample) {
      const spelled = features.spell(record, decided.feature);
      if (spelled !== undefined) return spelled.map((token) => vocabulary[token - 1]!).join(' ');
    }
    return '';
  };
  return {
    rank,
    view: candidate.view,
    phrase: words.join(' '),
    words,
    variants: variants.filter((variant) => variant !== words.join(' ')),
    records: candidate.postings,
    accounts: candidate.accounts,
    tenants: new Set(Array.from(candidate.postings, (record) => month.tenants[record])).size,
    novelty: candidate.novelty,
    sampled: evidence.sampled,
    neighbourCount: evidence.neighbourCount,
    similarity: evidence.similarity,
    ...(evidence.wording === undefined ? {} : { wording: decidedReply(evidence.wording, wordsOf(evidence.wording)) }),
    ...(evidence.action === undefined
      ? {}
      : { action: decidedReply(evidence.action, vocabulary[evidence.action.feature - 1]!) }),
    keys,
    strength,
    pairs: Array.from(sample, (record, i) => ({ record, neighbour: nearest[i]! })).filter((p) => p.neighbour >= 0),
  };
}

function decidedReply(decided: DecidedFeature, text: string): DecidedReply {
  return { text, records: decided.records, neighbours: decided.neighbours, g2: decided.g2 };
}

function spell(row: RankedRow, vocabulary: readonly string[]): string[] {
  return row.evidence.candidate.phrase.map((token) => vocabulary[token - 1]!);
}

function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.view !== b.view) return a.view < b.view ? -1 : 1;
  return b.phrase.length - a.phrase.length || compareTokens(a.phrase, b.phrase);
}
