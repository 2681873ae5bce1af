import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type Finding, UsageError } from '@bezoar/core';
import { parseWebUrl } from '@bezoar/core/network';
import { isJsonObject } from '../readers/record/own-field.ts';
import type { UrlList } from './manifest/read-url-list.ts';
import { textLines } from './manifest/text-lines.ts';
import { startResults } from './run-results.ts';
import type { SnapshotEntry, SnapshotEvent, SnapshotRun } from './snapshot-entry.ts';
import { snapshotFinding } from './snapshot-finding.ts';
import { writeLines } from './store/line-file.ts';
import { bodyState, type ObjectStore, objectPath, openObjectStore } from './store/object-store.ts';
import { type ByteBudget, fetchBody } from './web/fetch-body.ts';
import { forEachByHost } from './web/host-queue.ts';
import type { WebEnvironment } from './web/web-environment.ts';

/** A line of `manifest.jsonl`: a page as it was when somebody looked at it. */
export interface RecordedPage {
  readonly url: string;
  readonly finalUrl: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
  /** ISO 8601. */
  readonly fetchedAt: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

/** Options of `recordSnapshot`. */
export interface RecordSnapshotOptions {
  readonly list: UrlList;
  readonly folder: string;
  readonly environment: WebEnvironment;
  readonly processId: number;
  readonly onEvent?: (event: SnapshotEvent) => void;
}

/** The manifest of a folder. */
export const MANIFEST_NAME = 'manifest.jsonl';

/**
 * Curates pages: each is fetched once, its body stored under its digest, and `manifest.jsonl` written. A digest that
 * stands in the manifest already is never replaced; only pages that are missing there are fetched. What is recorded is
 * one answer in one piece. Throws `snapshot/locked` and what the disk says.
 */
export async function recordSnapshot(options: RecordSnapshotOptions): Promise<SnapshotRun> {
  const { list, folder, environment } = options;
  const { signal, limits } = environment;
  const store = await openObjectStore(folder, options.processId);
  try {
    const journal = join(folder, 'partial', MANIFEST_NAME);
    const pages = new Map<string, RecordedPage>();
    for (const file of [join(folder, MANIFEST_NAME), journal]) {
      for (const page of await recordedPages(file, file !== journal)) {
        if (!pages.has(page.url)) pages.set(page.url, page);
      }
    }
    const results = startResults();
    results.unreadable.push(...list.unreadable);
    const judged = new Map<string, { readonly entry: SnapshotEntry; readonly findings: readonly Finding[] }>();
    const budget: ByteBudget = { remaining: limits.maxTotalBytes };
    let done = 0;
    await forEachByHost(
      list.urls,
      (url) => (URL.canParse(url) ? new URL(url).host : ''),
      limits,
      async (url) => {
        signal?.throwIfAborted();
        const former = pages.get(url);
        if (former === undefined) {
          const result = await curate(url, store, budget, environment);
          judged.set(url, result);
          if ('page' in result) {
            pages.set(url, result.page);
            await appendFile(journal, `${canonicalJson(result.page)}\n`);
          }
        } else judged.set(url, await recordedBefore(former, folder, signal));
        options.onEvent?.({ stage: 'recording', done: ++done, total: list.urls.length });
      },
    );
    const listed = list.urls.flatMap((url) => pages.get(url) ?? []);
    const others = [...pages.values()].filter(({ url }) => !judged.has(url));
    await writeLines(
      join(folder, MANIFEST_NAME),
      [...listed, ...others].map((page) => canonicalJson(page)),
    );
    await rm(journal, { force: true });
    for (const url of list.urls) {
      const { entry, findings } = judged.get(url)!;
      results.add(entry, findings);
    }
    return results.finish();
  } finally {
    await store.close();
  }
}

async function curate(
  url: string,
  store: ObjectStore,
  budget: ByteBudget,
  environment: WebEnvironment,
): Promise<
  { entry: SnapshotEntry; findings: Finding[]; page: RecordedPage } | { entry: SnapshotEntry; findings: Finding[] }
> {
  const parsed = parseWebUrl(url);
  if ('fault' in parsed) return notRecorded({ url, sha256: '', verdict: 'refused', reason: parsed.fault });
  const partial = store.partial(url);
  const body = await fetchBody({ url: parsed.url, partial, budget, isResumable: false }, environment);
  if ('code' in body) {
    return notRecorded({ url, sha256: '', verdict: 'unreachable', reason: body.reason, failure: body.code });
  }
  const { sha256, bytes, finalUrl, mediaType = '', etag, lastModified } = body;
  const path = await store.keep('objects', partial, sha256);
  const page: RecordedPage = {
    url,
    finalUrl,
    sha256,
    bytes,
    mediaType,
    fetchedAt: new Date(environment.clock()).toISOString(),
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
  return { entry: { url, sha256, verdict: 'taken', bytes, finalUrl, path }, findings: [], page };
}

function notRecorded(entry: SnapshotEntry): { entry: SnapshotEntry; findings: Finding[] } {
  const { url, reason = '', failure, verdict } = entry;
  const finding = snapshotFinding('corpus/snapshot-unverifiable', verdict === 'refused' ? 'high' : 'medium', {
    subject: url,
    message: `\`${url}\` could not be curated: ${reason}`,
    evidence: { reason, failure: failure ?? null },
  });
  return { entry, findings: [finding] };
}

/** A page that a former run curated; its body must still be the one. */
async function recordedBefore(
  { url, sha256, bytes, finalUrl }: RecordedPage,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<{ entry: SnapshotEntry; findings: Finding[] }> {
  const path = objectPath('objects', sha256);
  const state = await bodyState(folder, sha256, signal);
  if (state === 'intact') return { entry: { url, sha256, verdict: 'taken', bytes, finalUrl, path }, findings: [] };
  const isAbsent = state === 'absent';
  const reason = isAbsent ? 'its curated body is gone' : 'the body on disk is not what was curated';
  const code = isAbsent ? 'corpus/snapshot-unverifiable' : 'corpus/snapshot-changed';
  const message = `\`${url}\`: ${reason}`;
  return {
    entry: { url, sha256, verdict: isAbsent ? 'unreachable' : 'changed', reason },
    findings: [
      snapshotFinding(code, isAbsent ? 'medium' : 'high', {
        subject: url,
        message,
        evidence: { curated: sha256, path },
      }),
    ],
  };
}

/**
 * The pages of a manifest that this command wrote. A line of the journal that a crash has torn is passed over: its page is
 * fetched again. A manifest with such a line is left alone: it would lose a digest. Throws `snapshot/manifest-damaged`.
 */
async function recordedPages(file: string, isStrict: boolean): Promise<RecordedPage[]> {
  const pages: RecordedPage[] = [];
  for await (const { text, line } of textLines(file)) {
    const page = pageOf(text ?? '');
    if (page !== undefined) pages.push(page);
    else if (isStrict && text !== '') {
      throw new UsageError('snapshot/manifest-damaged', `line ${line} of \`${file}\` is not a recorded page`);
    }
  }
  return pages;
}

function pageOf(text: string): RecordedPage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isPage =
      isJsonObject(value) &&
      typeof value.url === 'string' &&
      typeof value.sha256 === 'string' &&
      typeof value.bytes === 'number';
    return isPage ? (value as unknown as RecordedPage) : undefined;
  } catch {
    return undefined;
  }
}
