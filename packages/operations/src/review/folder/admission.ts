import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, FINDING_CATALOGUE, isFindingCode, isSha256, type Sha256, UsageError } from '@bezoar/core';

/** Largest `admission.json` and `slice.json`, bytes: each finding lists its records, at some 30 bytes a record (CWE-400). */
const MAX_DOCUMENT_BYTES: number = 512 * 1024 * 1024;

/** A finding as a reviewer needs it. Attacker controls: every text in it quotes records. */
export interface ReviewFinding {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  /** One sentence of evidence; empty where the admission has none. */
  readonly message: string;
  /** The phrase of a family, in words; empty where there is none. */
  readonly phrase: readonly string[];
  /** Reply wording that the phrase decides, in words. */
  readonly wording: readonly string[];
  readonly action?: string;
  readonly accounts: number;
  readonly tenants: number;
}

/** What `admission.json` and `slice.json` say. */
export interface Admission {
  /** SHA-256 of the bytes of `admitted.jsonl`. */
  readonly corpus: Sha256;
  /** By id, in the order of the admission: the gravest first. */
  readonly findings: ReadonlyMap<string, ReviewFinding>;
  /** 0-based lines of `admitted.jsonl` that are in the hazard slice. */
  readonly slice: ReadonlySet<number>;
}

/** Reads what an admission says of its folder. Throws `review/no-admission` with what to run, or `review/malformed`. */
export async function readAdmission(folder: string): Promise<Admission> {
  const document = await readJson(join(folder, 'admission.json'));
  const { schema, admitted, findings } = asObject(document);
  const { sha256: corpus } = asObject(admitted);
  if (schema !== 'bezoar.admit/v1' || typeof corpus !== 'string' || !isSha256(corpus)) {
    throw malformed(
      folder,
      'expected `admission.json` to be a `bezoar.admit/v1` document with the digest of what it admitted',
    );
  }
  const lines = await readJson(join(folder, 'slice.json'));
  if (!Array.isArray(lines) || !lines.every((line) => Number.isSafeInteger(line) && line >= 0)) {
    throw malformed(folder, 'expected `slice.json` to be an array of line numbers');
  }
  const list = (Array.isArray(findings) ? findings : []).flatMap((one): ReviewFinding[] => {
    const { id } = asObject(one);
    return typeof id === 'string' ? [findingOf(id, asObject(one))] : [];
  });
  return { corpus, findings: new Map(list.map((one) => [one.id, one])), slice: new Set(lines) };
}

/** A finding that the admission does not describe: all that is known is its code. */
export function unknownFinding(id: string): ReviewFinding {
  return findingOf(id, {});
}

function findingOf(id: string, { message, evidence }: JsonFields): ReviewFinding {
  const code = id.slice(0, id.lastIndexOf(':'));
  const { phrase, decides, action, accounts, tenants } = asObject(evidence);
  const { what, text } = asObject(decides);
  return {
    id,
    code,
    title: isFindingCode(code) ? FINDING_CATALOGUE[code].title : code,
    message: typeof message === 'string' ? message : '',
    phrase: wordsIn(phrase),
    wording: what === 'wording' ? wordsIn(text) : [],
    ...(typeof action === 'string' ? { action } : {}),
    accounts: typeof accounts === 'number' ? accounts : 0,
    tenants: typeof tenants === 'number' ? tenants : 0,
  };
}

type JsonFields = Readonly<Record<string, unknown>>;

function asObject(value: unknown): JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonFields) : {};
}

function wordsIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : [];
}

async function readJson(path: string): Promise<unknown> {
  try {
    const { size } = await stat(path);
    if (size > MAX_DOCUMENT_BYTES) throw new Error(`expected at most ${MAX_DOCUMENT_BYTES} bytes, got ${size}`);
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(
      'review/no-admission',
      `cannot read \`${path}\`: ${describeError(error)}; name the output folder of \`bezoar admit --out\``,
      { cause: error },
    );
  }
}

function malformed(folder: string, message: string): UsageError {
  return new UsageError('review/malformed', `\`${folder}\`: ${message}`);
}
