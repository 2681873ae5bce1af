import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Clock, describeError, isSha256, sha256, systemClock, type TrustTier, UsageError } from '@bezoar/core';
import { ADMISSION_FILES, changedTier, lineRange, textKey } from '@bezoar/corpus';
import { encodeProvenanceRow, formatTlogProof, type ProvenanceRow } from '@bezoar/ledger';
import { type Admission, admissionsOf } from '../admit/earlier/admissions.ts';
import { openCorpusKey } from '../admit/earlier/corpus-key.ts';
import { type DecisionInForce, decisionsInForce } from '../decide/decisions-in-force.ts';
import { startDocument } from '../document/command-document.ts';
import { type ProjectLog, readProjectLog } from '../ledger/project-log.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { type Project, policyReference, requireProject } from '../project/project.ts';
import { accountsNamed } from './account-name.ts';
import { type CorpusShards, openCorpusShards } from './corpus-shards.ts';
import type { TraceDocument, TracedRecord, TraceHit, TraceProof } from './trace-document.ts';
import { writeProof } from './write-proof.ts';

/** Options of `trace`. */
export interface TraceOptions {
  readonly location: ProjectLocation;
  /** A digest, an id, or the whole text of one turn. */
  readonly query?: string;
  /** `TENANT/ACCOUNT` instead of a query. */
  readonly account?: string;
  /** Where to write the proof of the newest hit. */
  readonly out?: string;
  readonly clock?: Clock;
}

/** Hits that are listed. */
const MAX_HITS = 10_000;

interface Hit {
  readonly admission: Admission;
  readonly shards: CorpusShards;
  readonly leafIndex: number;
  readonly row: ProvenanceRow;
}

interface Search {
  readonly kind: 'digest' | 'id' | 'text' | 'account';
  readonly value: string;
}

/**
 * Says where an admitted record comes from, with a proof. Looks through the side tables of every admission, newest first.
 * Throws `trace/no-query`. What cannot be looked at is named: it may hold what was sought.
 */
export async function trace(options: TraceOptions): Promise<TraceDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const project = await requireProject(options.location);
  const log = await readProjectLog(project);
  const admissions = admissionsOf(log);
  const searches = await searchesOf(options, project, admissions);
  const startedAt = performance.now();
  const unread: { entry: number; reason: string }[] = [];
  const hits: Hit[] = [];
  const opened: { admission: Admission; shards: CorpusShards }[] = [];
  let isComplete = true;
  let used = searches[0] ?? null;
  for (const admission of [...admissions].reverse()) {
    try {
      const shards = await openCorpusShards(project, log.origin, admission);
      for (const search of searches) {
        if (hits.length > 0 && search.kind !== used?.kind) continue;
        const found = await shards.reader.find(search.kind, search.value, MAX_HITS);
        isComplete &&= found.isComplete;
        for (const leafIndex of found.leafIndices) {
          const row = await shards.reader.row(leafIndex);
          if (row === undefined) continue;
          used = search;
          if (hits.length < MAX_HITS) hits.push({ admission, shards, leafIndex, row });
          else isComplete = false;
        }
      }
      opened.push({ admission, shards });
    } catch (error) {
      unread.push({ entry: admission.index, reason: describeError(error) });
    }
  }
  const lookUpMs = performance.now() - startedAt;
  // An index is a help, and below no root: what it does not lead to is looked for in the rows before anybody is told "no".
  if (hits.length === 0) {
    for (const { admission, shards } of opened) {
      const missed = await rowsMissed(shards, searches);
      for (const { leafIndex, row, search } of missed) {
        used = search;
        hits.push({ admission, shards, leafIndex, row });
      }
      if (missed.length > 0)
        unread.push({ entry: admission.index, reason: 'its index was changed: it misses rows that are there' });
    }
  }
  const first = used?.kind === 'text' ? await firstWithText(hits, used.value, project) : hits[0];
  const base = finish({
    command: 'trace',
    policy: policyReference(project),
    verdict: first === undefined ? ('not-found' as const) : ('found' as const),
    outcome: first !== undefined ? 'ok' : unread.length > 0 ? 'undecided' : 'adverse',
    read: admissions.length,
  });
  const listed = hits.map(hitOf);
  const common = { ...base, query: used, hits: listed, hitsAreComplete: isComplete, unread, lookUpMs };
  if (first === undefined) return { ...common, record: null, provenance: null, proof: null };
  const { decisions } = await decisionsInForce(log, clock());
  const { admission, row } = first;
  const proof = await proofOf(first);
  if (options.out !== undefined) {
    await writeProof(resolve(options.location.workingDirectory, options.out), proof.text);
  }
  return {
    ...common,
    record: await recordOf(first, project),
    provenance: {
      ...row,
      currentTier: currentTier(row, admission, decisions),
      admission: { entry: admission.index, at: admission.at, target: admission.target, policy: admission.policy },
      trainings: trainingsOn(admission, log),
    },
    proof,
  };
}

/** Rows that are read to confirm that there is none: some ten seconds. Of larger corpora only the index is asked. */
const MAX_CONFIRMED_ROWS = 2_000_000;

/** The rows that hold what was sought, whatever the index says. A text is in no row. */
async function rowsMissed(
  { reader }: CorpusShards,
  searches: readonly Search[],
): Promise<readonly { readonly leafIndex: number; readonly row: ProvenanceRow; readonly search: Search }[]> {
  const missed: { leafIndex: number; row: ProvenanceRow; search: Search }[] = [];
  if (reader.size > MAX_CONFIRMED_ROWS) return missed;
  for await (const { leafIndex, row } of reader.rows()) {
    if (row === undefined || missed.length === MAX_HITS) continue;
    const search = searches.find(({ kind, value }) => kind !== 'text' && row[kind] === value);
    if (search !== undefined) missed.push({ leafIndex, row, search });
  }
  return missed;
}

/** What to look for, the likeliest kind first. */
async function searchesOf(
  { query, account }: TraceOptions,
  project: Project,
  admissions: readonly Admission[],
): Promise<readonly Search[]> {
  if (account !== undefined && query === undefined) {
    const key = await openCorpusKey(project.state, admissions.at(-1)?.keyFingerprint ?? '');
    return accountsNamed(account).map(([tenant, name]) => ({ kind: 'account', value: key.account(tenant, name) }));
  }
  if (query === undefined || query === '' || account !== undefined) {
    throw new UsageError(
      'trace/no-query',
      'name either a record by its id, its text or its SHA-256, or an account with `--account`',
    );
  }
  const digest = query.toLowerCase();
  const byDigest: Search[] = isSha256(digest) ? [{ kind: 'digest', value: digest }] : [];
  return [...byDigest, { kind: 'id', value: query }, { kind: 'text', value: textKey(query) }];
}

/** A text is no part of a row: the record itself has to hold it. Where no record is at hand, the first candidate stands. */
async function firstWithText(hits: readonly Hit[], text: string, project: Project): Promise<Hit | undefined> {
  for (const hit of hits) {
    const line = await lineOf(hit, project);
    if (line === undefined || textsIn(JSON.parse(line)).some((one) => textKey(one) === text)) return hit;
  }
  return undefined;
}

/** Every text in a JSON value; its depth was limited when it was read. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function hitOf({ admission, leafIndex, row }: Hit): TraceHit {
  const { digest, id = null, source } = row;
  return { entry: admission.index, leafIndex, digest, id, at: admission.at, source: `${source.path}:${source.line}` };
}

async function recordOf(hit: Hit, project: Project): Promise<TracedRecord> {
  const { admission, leafIndex, row } = hit;
  const line = await lineOf(hit, project);
  return {
    digest: row.digest,
    id: row.id ?? null,
    path: join(admission.out, ADMISSION_FILES.admitted),
    line: leafIndex + 1,
    record: line === undefined ? null : (JSON.parse(line) as unknown),
  };
}

/** The record's line in the admitted corpus, where it is still there and still the same. */
async function lineOf({ admission, leafIndex, row }: Hit, project: Project): Promise<string | undefined> {
  try {
    const range = await lineRange(join(project.state.shards, admission.root), leafIndex);
    if (range === undefined) return undefined;
    const file = await open(join(project.folder, admission.out, ADMISSION_FILES.admitted), 'r');
    try {
      const bytes = Buffer.alloc(range.end - range.start);
      await file.read(bytes, 0, bytes.length, range.start);
      return sha256(bytes) === row.digest ? bytes.toString('utf8') : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

async function proofOf({ shards, leafIndex, row }: Hit): Promise<TraceProof> {
  const { reader, checkpoint, verifierKey } = shards;
  const hashes = await reader.prove(leafIndex);
  return {
    leafIndex,
    treeSize: reader.size,
    hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')),
    checkpoint,
    leaf: Buffer.from(encodeProvenanceRow(row)).toString('utf8'),
    verifierKey,
    text: formatTlogProof({ index: leafIndex, hashes, checkpoint }),
  };
}

/** The tier by the decisions that came after the admission; those before it are in the row. */
function currentTier(row: ProvenanceRow, admission: Admission, decisions: readonly DecisionInForce[]): TrustTier {
  return decisions
    .filter(
      ({ action, index, records }) => action === 'tier-change' && index > admission.index && records.has(row.digest),
    )
    .reduce(
      (tier, { from, to }) => (from !== undefined && to !== undefined ? changedTier(tier, { from, to }) : tier),
      row.tier,
    );
}

function trainingsOn(admission: Admission, log: ProjectLog): number[] {
  return log.trainings.filter(({ entry }) => entry.refs.includes(admission.index)).map(({ index }) => index);
}
