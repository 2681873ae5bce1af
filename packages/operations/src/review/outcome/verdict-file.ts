import { canonicalJson, describeError, isFindingCode, isSha256, type Sha256, UsageError } from '@bezoar/core';
import { RULE_REASONS } from '@bezoar/corpus';
import type { Review } from '../open-review.ts';
import { isVerdict, type Verdict } from '../state/verdict.ts';
import type { RecallSummary, ReviewBound, ReviewSummary, SampleSummary } from './summary.ts';

/** Schema of the first line of `verdicts.jsonl`. */
export const VERDICTS_SCHEMA = 'bezoar.review-verdicts/v1';

/** Bytes of a file of verdicts: what the evidence store takes (CWE-400). */
const MAX_BYTES: number = 64 * 1024 * 1024;
/** Codes of one record (CWE-770): the catalogue has some fifty. */
const MAX_CODES = 256;

/** What was said of a record. */
export interface ReviewedVerdict {
  readonly verdict: Verdict;
  /** Codes that the readers were shown and have answered, sorted; empty for the sample. Rules of the pipeline are nobody's to answer. */
  readonly codes: readonly string[];
}

/** What a finished review says, record by record, and how far it can be relied on. */
export interface ReviewVerdicts {
  /** SHA-256 of the bytes of the admitted corpus that the sample was drawn from. */
  readonly corpus: Sha256;
  /** SHA-256 of the quarantine that was read. */
  readonly quarantine: Sha256;
  /** By the digest of the record; identical copies share one. */
  readonly verdicts: ReadonlyMap<Sha256, ReviewedVerdict>;
  readonly sample: SampleSummary;
  readonly recall: RecallSummary;
  /** Null where the review shows no bound. */
  readonly bound: ReviewBound | null;
}

/**
 * The bytes of `verdicts.jsonl`: a line about the review, then a line for each record, sorted by digest. The same verdicts
 * give the same bytes, whoever writes them. Canaries are counted and not listed: they are in no corpus.
 */
export function encodeVerdicts(review: Review, { sample, recall, bound }: ReviewSummary): string {
  const { corpus, quarantine, goal } = review;
  const said = review.verdicts();
  const codes = new Map(
    review.flagged.map(({ digest, codes: all, findings }) => {
      // A rule of the pipeline is nobody's to answer, a finding of the same code is.
      const isSign = (code: string): boolean =>
        !RULE_REASONS.has(code) || findings.some((id) => id.startsWith(`${code}:`));
      return [digest, all.filter(isSign).sort()];
    }),
  );
  const digests = new Set([...codes.keys(), ...review.sampled.map(({ digest }) => digest)]);
  const lines = [...digests].sort().flatMap((digest) => {
    const one = said.get(digest);
    if (one === undefined) return [];
    const seconds = Math.round(one.seconds * 10) / 10;
    return [{ digest, verdict: one.verdict, codes: codes.get(digest) ?? [], seconds }];
  });
  const header = {
    schema: VERDICTS_SCHEMA,
    corpus,
    quarantine,
    sample,
    recall,
    bound,
    goal,
    readers: review.readers(),
    records: lines.length,
  };
  return [header, ...lines].map((line) => `${canonicalJson(line)}\n`).join('');
}

/**
 * Reads `verdicts.jsonl`, whole or not at all. Throws `review/bad-verdicts` with the line. Attacker controls: the bytes,
 * unless their digest is that of signed evidence.
 */
export function parseVerdicts(bytes: Uint8Array): ReviewVerdicts {
  if (bytes.length > MAX_BYTES) throw bad(0, `expected at most ${MAX_BYTES} bytes, got ${bytes.length}`);
  const text = decoded(bytes);
  if (!text.endsWith('\n')) throw bad(0, 'expected a last line with its line feed');
  const [first = '', ...rest] = text.slice(0, -1).split('\n');
  const fields = objectOf(first, 1);
  const header = parsedHeader(fields);
  const records = countOf(fields, 'records');
  if (records !== rest.length) throw bad(1, `expected ${records} verdicts, got ${rest.length}`);
  const verdicts = new Map<Sha256, ReviewedVerdict>();
  let former = '';
  for (const [index, line] of rest.entries()) {
    const { digest, verdict, codes } = objectOf(line, index + 2);
    if (typeof digest !== 'string' || !isSha256(digest)) throw bad(index + 2, 'expected a `digest`');
    if (digest <= former) throw bad(index + 2, 'expected digests in ascending order, each once');
    if (!isVerdict(verdict)) throw bad(index + 2, 'expected a `verdict`: keep, reject or unsure');
    if (!Array.isArray(codes) || codes.length > MAX_CODES || !codes.every(isCode)) {
      throw bad(index + 2, 'expected `codes` of findings');
    }
    verdicts.set(digest, { verdict, codes });
    former = digest;
  }
  return { ...header, verdicts };
}

type Fields = Readonly<Record<string, unknown>>;

function parsedHeader(fields: Fields): Omit<ReviewVerdicts, 'verdicts'> {
  const { schema, corpus, quarantine, sample, recall, bound } = fields;
  if (schema !== VERDICTS_SCHEMA) throw bad(1, `expected the schema \`${VERDICTS_SCHEMA}\``);
  if (typeof corpus !== 'string' || !isSha256(corpus)) throw bad(1, 'expected the digest of a `corpus`');
  if (typeof quarantine !== 'string' || !isSha256(quarantine)) throw bad(1, 'expected the digest of a `quarantine`');
  const whole = fieldsOf(sample, 'sample');
  const stratum = (one: Fields): { size: number; of: number; found: number } => {
    const [size, of, found] = [countOf(one, 'size'), countOf(one, 'of'), countOf(one, 'found')];
    if (size > of || found > size)
      throw bad(1, `expected at most ${of} read and ${size} found, got ${size} and ${found}`);
    return { size, of, found };
  };
  const seen = fieldsOf(recall, 'recall');
  const [canaries, found] = [countOf(seen, 'canaries'), countOf(seen, 'found')];
  if (found > canaries) throw bad(1, `expected at most ${canaries} canaries found, got ${found}`);
  return {
    corpus,
    quarantine,
    sample: { ...stratum(whole), unread: countOf(whole, 'unread'), slice: stratum(fieldsOf(whole.slice, 'slice')) },
    recall: { canaries, found, low: rateOf(seen, 'low'), high: rateOf(seen, 'high') },
    bound: bound === null ? null : boundOf(fieldsOf(bound, 'bound')),
  };
}

function boundOf(fields: Fields): ReviewBound {
  const fewerThan = countOf(fields, 'fewerThan');
  if (fewerThan < 1) throw bad(1, 'expected `fewerThan` to be at least 1');
  return { fewerThan, confidence: rateOf(fields, 'confidence') };
}

function countOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw bad(1, `expected \`${name}\` to be a count`);
  return value;
}

function rateOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw bad(1, `expected \`${name}\` to be from 0 to 1`);
  return value;
}

/** A code of the catalogue, or of a later one: it is shown and never obeyed. */
function isCode(value: unknown): value is string {
  return typeof value === 'string' && (isFindingCode(value) || /^[a-z]{1,32}\/[a-z0-9-]{1,64}$/.test(value));
}

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw bad(1, `expected \`${name}\` to be an object`);
}

function objectOf(line: string, number: number): Fields {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch (error) {
    throw bad(number, describeError(error), error);
  }
  throw bad(number, 'expected an object');
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw bad(0, 'expected UTF-8', error);
  }
}

function bad(line: number, message: string, cause?: unknown): UsageError {
  return new UsageError('review/bad-verdicts', `${line === 0 ? '' : `line ${line}: `}${message}`, { cause });
}
