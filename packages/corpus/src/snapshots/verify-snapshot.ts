import { join, relative } from 'node:path';
import { canonicalJson, type Finding } from '@bezoar/core';
import { parseWebUrl } from '@bezoar/core/network';
import type { Manifest, ManifestEntry } from './manifest/manifest-entry.ts';
import { startResults } from './run-results.ts';
import type { SnapshotEntry, SnapshotEvent, SnapshotRun } from './snapshot-entry.ts';
import { snapshotFinding } from './snapshot-finding.ts';
import { writeLines } from './store/line-file.ts';
import { bodyState, type ObjectStore, objectPath, openObjectStore } from './store/object-store.ts';
import { type ByteBudget, fetchBody } from './web/fetch-body.ts';
import { forEachByHost } from './web/host-queue.ts';
import type { WebEnvironment } from './web/web-environment.ts';

/** Options of `verifySnapshot`. */
export interface VerifySnapshotOptions {
  readonly manifest: Manifest;
  /** Where bodies lie and are put. */
  readonly folder: string;
  /** Where the curated bodies lie, if elsewhere: beside the manifest. */
  readonly curatedFolder?: string;
  /** Only looks at the bodies on disk. */
  readonly isOffline: boolean;
  /** Fetches what is on disk already once more, to see whether it changed. */
  readonly isRefetched: boolean;
  readonly environment: WebEnvironment;
  readonly processId: number;
  readonly onEvent?: (event: SnapshotEvent) => void;
}

/** What is done with one page. */
interface Judged {
  readonly entry: SnapshotEntry;
  readonly findings: readonly Finding[];
}

/**
 * Fetches what a manifest names and holds it against the digests of who curated it (split-view poisoning, Carlini et al.,
 * 2302.10149). Only the same bytes are taken; other bytes go into quarantine, beside the curated ones where those are
 * at hand; a page that cannot be had is undecided. A body on disk is believed for its bytes, so that an interrupted run
 * goes on where it was. Writes `taken.jsonl` and `quarantine.jsonl` last. Throws `snapshot/locked` and what the disk says.
 */
export async function verifySnapshot(options: VerifySnapshotOptions): Promise<SnapshotRun> {
  const { manifest, folder, environment, isOffline } = options;
  const { signal, limits } = environment;
  const store = isOffline ? undefined : await openObjectStore(folder, options.processId);
  try {
    const results = startResults();
    results.unreadable.push(...manifest.unreadable);
    const entries = withoutContradictions(manifest.entries);
    // Looked at before anything is fetched: pages with the same bytes do not depend on who comes first.
    const states = await bodyStates(entries, folder, signal);
    const judged: Judged[] = new Array(entries.length);
    const budget: ByteBudget = { remaining: limits.maxTotalBytes };
    let done = 0;
    await forEachByHost(
      [...entries.keys()],
      (index) => hostKey(entries[index]!.url),
      { perHost: isOffline ? 1 : limits.perHost, overall: isOffline ? 1 : limits.overall },
      async (index) => {
        signal?.throwIfAborted();
        const entry = entries[index]!;
        judged[index] = await judge(entry, states.get(entry.sha256 ?? '') ?? 'absent', options, store, budget);
        options.onEvent?.({ stage: 'verifying', done: ++done, total: entries.length });
      },
    );
    for (const [index, one] of judged.entries()) {
      if (one.entry.servedSha256 !== undefined) judged[index] = await changed(one.entry, options);
      results.add(judged[index]!.entry, judged[index]!.findings);
    }
    if (store !== undefined) {
      const linesOf = (verdict: SnapshotEntry['verdict']): string[] =>
        judged.filter(({ entry }) => entry.verdict === verdict).map(({ entry }) => canonicalJson(entry));
      await writeLines(join(folder, 'quarantine.jsonl'), linesOf('changed'));
      await writeLines(join(folder, 'taken.jsonl'), linesOf('taken'));
    }
    return results.finish();
  } finally {
    await store?.close();
  }
}

/** Each page once. One that a manifest gives two digests has none. */
function withoutContradictions(entries: readonly ManifestEntry[]): readonly ManifestEntry[] {
  const unique = new Map<string, ManifestEntry>();
  for (const entry of entries) {
    const former = unique.get(entry.url);
    if (former === undefined) unique.set(entry.url, entry);
    else if (former.sha256 !== entry.sha256) {
      const { sha256: _, ...rest } = former;
      unique.set(entry.url, { ...rest, refusal: 'the manifest gives it more than one digest' });
    }
  }
  return [...unique.values()];
}

function hostKey(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

type BodyState = Awaited<ReturnType<typeof bodyState>>;

async function bodyStates(
  entries: readonly ManifestEntry[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, BodyState>> {
  const states = new Map<string, BodyState>();
  for (const { sha256 } of entries) {
    if (sha256 !== undefined && !states.has(sha256)) states.set(sha256, await bodyState(folder, sha256, signal));
  }
  return states;
}

async function judge(
  entry: ManifestEntry,
  state: BodyState,
  options: VerifySnapshotOptions,
  store: ObjectStore | undefined,
  budget: ByteBudget,
): Promise<Judged> {
  const { environment, isRefetched } = options;
  const { url, sha256, refusal } = entry;
  const parsed = parseWebUrl(url);
  if (sha256 === undefined || refusal !== undefined) return refused(entry, refusal ?? 'it has no digest');
  if ('fault' in parsed) return refused(entry, parsed.fault);
  const path = objectPath('objects', sha256);
  if (state === 'intact' && !(isRefetched && store !== undefined))
    return { entry: { url, sha256, verdict: 'taken', path }, findings: [] };
  if (store === undefined) return offline(entry, sha256, state);
  const sites = [parsed.url, ...siteOf(entry.finalUrl)];
  const partial = store.partial(url);
  const request = { url: parsed.url, partial, budget, sites };
  let body = await fetchBody({ ...request, isResumable: true }, environment);
  // A wrong digest of what was put together from two runs says nothing of the page.
  if ('sha256' in body && body.sha256 !== sha256 && body.isResumed) {
    await partial.discard();
    body = await fetchBody({ ...request, isResumable: false }, environment);
  }
  if ('code' in body) {
    const { code, reason } = body;
    return undecided({ url, sha256, verdict: 'unreachable', reason, failure: code }, reason);
  }
  const { bytes, finalUrl, sha256: servedSha256 } = body;
  if (servedSha256 === sha256) {
    await store.keep('objects', partial, sha256);
    return { entry: { url, sha256, verdict: 'taken', bytes, finalUrl, path }, findings: [] };
  }
  const served = await store.keep('quarantine', partial, servedSha256);
  const reason = 'what is served now is not what was curated';
  return {
    entry: { url, sha256, verdict: 'changed', reason, bytes, finalUrl, path: served, servedSha256 },
    findings: [],
  };
}

/** A changed page with the curated body beside it, if that is at hand. */
async function changed(entry: SnapshotEntry, options: VerifySnapshotOptions): Promise<Judged> {
  const { url, sha256, servedSha256 = '', path, finalUrl } = entry;
  const curatedPath = await curatedBody(sha256, options);
  const finding = snapshotFinding('corpus/snapshot-changed', 'high', {
    subject: url,
    message: `\`${url}\` now serves ${servedSha256.slice(0, 16)}, curated was ${sha256.slice(0, 16)}`,
    evidence: { curated: sha256, served: servedSha256, servedPath: path, curatedPath: curatedPath ?? null, finalUrl },
  });
  return { entry: { ...entry, ...(curatedPath === undefined ? {} : { curatedPath }) }, findings: [finding] };
}

function siteOf(finalUrl: string | undefined): URL[] {
  if (finalUrl === undefined) return [];
  const parsed = parseWebUrl(finalUrl);
  return 'url' in parsed ? [parsed.url] : [];
}

/** The curated body, where it lies in the folder or beside the manifest. */
async function curatedBody(
  sha256: string,
  { folder, curatedFolder, environment }: VerifySnapshotOptions,
): Promise<string | undefined> {
  const path = objectPath('objects', sha256);
  if ((await bodyState(folder, sha256, environment.signal)) === 'intact') return path;
  if (curatedFolder === undefined) return undefined;
  const isThere = (await bodyState(curatedFolder, sha256, environment.signal)) === 'intact';
  return isThere ? join(relative(folder, curatedFolder), path) : undefined;
}

function offline(entry: ManifestEntry, sha256: string, state: BodyState): Judged {
  const { url } = entry;
  const path = objectPath('objects', sha256);
  if (state === 'absent') {
    const reason = 'its body is not on disk';
    return undecided({ url, sha256, verdict: 'unreachable', reason }, reason);
  }
  const reason = 'the body on disk is not what was curated';
  return {
    entry: { url, sha256, verdict: 'changed', reason, path },
    findings: [
      snapshotFinding('corpus/snapshot-changed', 'high', {
        subject: url,
        message: `the body of \`${url}\` on disk is not what was curated`,
        evidence: { curated: sha256, path },
      }),
    ],
  };
}

/** Nothing to hold it against: a refusal that counts. */
function refused(entry: ManifestEntry, reason: string): Judged {
  const { url, sha256 = '', line } = entry;
  const finding = snapshotFinding('corpus/snapshot-unverifiable', 'high', {
    subject: url,
    message: `\`${url}\` is not taken: ${reason}`,
    evidence: { reason, line },
  });
  return { entry: { url, sha256, verdict: 'refused', reason }, findings: [finding] };
}

/** Not to be had: neither clean nor a sign of poisoning. */
function undecided(entry: SnapshotEntry, reason: string): Judged {
  const finding = snapshotFinding('corpus/snapshot-unverifiable', 'medium', {
    subject: entry.url,
    message: `\`${entry.url}\` could not be had: ${reason}`,
    evidence: { reason, failure: entry.failure ?? null },
  });
  return { entry, findings: [finding] };
}
