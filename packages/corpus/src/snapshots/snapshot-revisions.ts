import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, UsageError } from '@bezoar/core';
import { textChunks } from './manifest/text-chunks.ts';
import { type PageResult, pageResult } from './page-result.ts';
import { type HoldRules, judgePage } from './revisions/judge/judge-page.ts';
import { readMediaWiki } from './revisions/read/media-wiki-reader.ts';
import type { PageHistory } from './revisions/read/page-history.ts';
import { openPageTexts, type PageTexts } from './revisions/read/page-texts.ts';
import { readRevisionLines } from './revisions/read/revision-lines.ts';
import { createXmlReader, type XmlHandler } from './revisions/xml/xml-reader.ts';
import { type RunResults, startResults } from './run-results.ts';
import type { SnapshotEvent, SnapshotRun } from './snapshot-entry.ts';
import { type LineFile, openLineFile } from './store/line-file.ts';

/** A file of revisions. */
export interface RevisionFile {
  /** As reports name it. */
  readonly path: string;
  readonly file: string;
  readonly format: 'media-wiki' | 'revision-lines';
}

/** Options of `snapshotRevisions`. */
export interface SnapshotRevisionsOptions {
  readonly files: readonly RevisionFile[];
  readonly holdMs: number;
  /** When the export was made, milliseconds since the Unix epoch; by default the time of its newest revision. */
  readonly snapshotAt?: number;
  /** No revision is from later than this. */
  readonly now: number;
  /** Where `pages.jsonl` and `held.jsonl` go; absent: nothing is written. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: SnapshotEvent) => void;
}

/**
 * Judges the pages of revision exports and takes, of each, the newest revision that has stood (frontrunning poisoning,
 * Carlini et al., 2302.10149). Without `snapshotAt` the newest revision's time is used, never today: in an old export a last
 * edit would otherwise seem to have stood ever since. Throws `snapshot/no-time`, and what the disk says.
 */
export async function snapshotRevisions(options: SnapshotRevisionsOptions): Promise<SnapshotRun> {
  const { files, folder, signal, holdMs, now } = options;
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const spill = join(folder ?? tmpdir(), `.texts-${randomBytes(6).toString('hex')}.tmp`);
  const texts = openPageTexts(spill);
  const results = startResults();
  const out = folder === undefined ? undefined : await openOutput(folder);
  try {
    const lined = await readLined(options, texts, results);
    const snapshotAt = options.snapshotAt ?? (await newestRevision(files, lined, now, signal));
    const rules: HoldRules = { snapshotAt, holdMs };
    const seen = new Set<string>();
    let done = 0;
    const judge = (page: PageHistory, from: PageTexts): PageResult | undefined => {
      if (seen.has(page.key)) return undefined;
      seen.add(page.key);
      const judgement = judgePage(page.revisions, rules, ({ digest }) =>
        digest === undefined ? undefined : from.get(digest),
      );
      const text = judgement.taken?.digest === undefined ? undefined : from.get(judgement.taken.digest);
      options.onEvent?.({ stage: 'reading', done: ++done, total: 0 });
      return pageResult(page, judgement, rules, text);
    };
    const take = async (result: PageResult): Promise<void> => {
      results.add(result.entry, result.findings);
      await out?.add(result);
    };
    for (const page of lined) {
      const result = judge(page, texts);
      if (result !== undefined) await take(result);
      else results.unreadable.push({ file: page.key, code: 'not-a-record', reason: 'the page stands in two files' });
    }
    texts.reset();
    for (const { path, file, format } of files) {
      if (format !== 'media-wiki') continue;
      const ready: PageResult[] = [];
      const handler = readMediaWiki(
        {
          page: (page) => {
            const result = judge(page, texts);
            if (result === undefined) return `the page \`${page.key}\` stands there twice`;
            ready.push(result);
            return undefined;
          },
        },
        texts,
      );
      const fault = await readXml(file, handler, signal, async () => {
        for (const result of ready.splice(0)) await take(result);
      });
      texts.reset();
      if (fault !== undefined) results.unreadable.push({ file: path, ...fault });
    }
    await out?.commit();
    return { ...results.finish(), snapshotAt: new Date(snapshotAt).toISOString() };
  } finally {
    texts.close();
    await out?.discard();
  }
}

async function readLined(
  { files, signal }: SnapshotRevisionsOptions,
  texts: PageTexts,
  results: RunResults,
): Promise<PageHistory[]> {
  const pages: PageHistory[] = [];
  for (const { path, file, format } of files) {
    if (format !== 'revision-lines') continue;
    const read = await readRevisionLines(path, file, texts, signal);
    pages.push(...read.pages);
    results.unreadable.push(...read.unreadable);
  }
  return pages;
}

/** The time of the newest revision that is not from the future. Throws `snapshot/no-time`. */
async function newestRevision(
  files: readonly RevisionFile[],
  lined: readonly PageHistory[],
  now: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let newest = Number.NEGATIVE_INFINITY;
  const note = (at: number): void => {
    if (at <= now && at > newest) newest = at;
  };
  for (const { revisions } of lined) for (const { at } of revisions) note(at);
  for (const { file, format } of files) {
    // Faults are told by the pass that judges.
    if (format === 'media-wiki') await readXml(file, readMediaWiki({ time: note }, undefined), signal);
  }
  if (newest === Number.NEGATIVE_INFINITY) {
    throw new UsageError('snapshot/no-time', 'no revision has a time; say with `--at` when the export was made');
  }
  return newest;
}

/** Reads one export. Returns where it is not what it has to be; what was whole before that place counts. */
async function readXml(
  file: string,
  handler: XmlHandler,
  signal: AbortSignal | undefined,
  afterChunk: () => Promise<void> = () => Promise.resolve(),
): Promise<Pick<SnapshotRun['unreadable'][number], 'line' | 'code' | 'reason'> | undefined> {
  const reader = createXmlReader(handler);
  const source = textChunks(file, signal);
  try {
    let next = await source.next();
    for (; next.done !== true; next = await source.next()) {
      signal?.throwIfAborted();
      const fault = reader.feed(next.value);
      await afterChunk();
      if (fault !== undefined) return { ...fault, code: 'not-a-record' };
    }
    if (next.value !== undefined) return next.value;
    const fault = reader.finish();
    return fault === undefined ? undefined : { ...fault, code: 'truncated' };
  } finally {
    await source.return(undefined);
  }
}

interface Output {
  add(result: PageResult): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

async function openOutput(folder: string): Promise<Output> {
  const pages = await openLineFile(join(folder, 'pages.jsonl'));
  const held: LineFile = await openLineFile(join(folder, 'held.jsonl'));
  return {
    add: async ({ entry, record }) => {
      if (record !== undefined) await pages.add(record);
      if (entry.heldBackCount !== undefined || entry.verdict === 'held') await held.add(canonicalJson(entry));
    },
    commit: async () => {
      await held.commit();
      await pages.commit();
    },
    discard: async () => {
      await held.discard();
      await pages.discard();
    },
  };
}
