import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import type { Sha256 } from '@bezoar/core';
import { parseRetryAfter } from '@bezoar/core/network';
import { type PartialBody, type ResumePoint, strongEtag } from '../store/partial-body.ts';
import { bodyChunks, contentEncoding } from './body-chunks.ts';
import { type FetchFailure, FetchFault, lasting, passing } from './fetch-failure.ts';
import { followRedirects } from './follow-redirects.ts';
import type { OpenResponse } from './open-response.ts';
import { retryDelayMs } from './retry.ts';
import type { WebEnvironment } from './web-environment.ts';

/** A body that lies whole in its partial file. */
export interface FetchedBody {
  readonly finalUrl: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  /** Attacker controls: what the server says of it. */
  readonly mediaType?: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Whether a part of it is from a former run or answer. */
  readonly isResumed: boolean;
}

/** Bytes that a run may still fetch. */
export interface ByteBudget {
  remaining: number;
}

/** What to fetch. */
export interface BodyRequest {
  readonly url: URL;
  readonly partial: PartialBody;
  readonly budget: ByteBudget;
  /** Addresses whose registered names may be led to; absent: any. */
  readonly sites?: readonly URL[];
  /** Whether a half-fetched body may be continued. Never where the digest is not known yet: two versions would be spliced into one. */
  readonly isResumable: boolean;
}

/** Longest header value that is passed on (CWE-770). */
const MAX_HEADER_TEXT = 512;

/**
 * Fetches a body into its partial file, with retries. Returns why it could not; throws only the signal's reason and what
 * the disk says. INVARIANT: a body is returned only after its last byte was flushed to disk.
 */
export async function fetchBody(
  request: BodyRequest,
  environment: WebEnvironment,
): Promise<FetchedBody | FetchFailure> {
  const { limits, random, signal, sleep } = environment;
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetchOnce(request, environment);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof FetchFault)) throw error;
      const { failure } = error;
      const delayMs = failure.isTransient ? retryDelayMs(failure, attempt, random) : undefined;
      if (delayMs === undefined || attempt + 1 >= limits.attempts) {
        // What can be continued by a later run stays; a body that is refused does not fill the disk.
        if (!failure.isTransient || !request.isResumable) await request.partial.discard();
        return failure;
      }
      await sleep(delayMs, signal);
    }
  }
}

async function fetchOnce(request: BodyRequest, environment: WebEnvironment): Promise<FetchedBody> {
  const { url, partial, sites, isResumable, budget } = request;
  const point = isResumable ? await partial.resumePoint() : undefined;
  const held = point === undefined ? 0 : ((await stat(partial.path).catch(() => undefined))?.size ?? 0);
  const isUsable = point !== undefined && held > 0;
  const response = await followRedirects(
    url,
    {
      ...(sites === undefined ? {} : { sites }),
      headersFor: (hop) =>
        isUsable && hop.href === point.url ? { range: `bytes=${held}-`, 'if-range': point.etag } : {},
    },
    environment,
  );
  try {
    const from = startOf(response, isUsable ? { ...point, held } : undefined);
    if (from === 'stale') {
      await partial.discard();
      throw passing('protocol', 'the server does not continue the body that it began');
    }
    const digest = createHash('sha256');
    if (from > 0) await digestHeld(partial, digest);
    const file =
      from > 0 ? await partial.proceed() : await partial.restart(isResumable ? resumePointOf(response) : undefined);
    const bytes = await store(file, from, bodyChunks(response, environment, from), digest, budget);
    return {
      finalUrl: response.url.href,
      sha256: digest.digest('hex'),
      bytes,
      ...textHeader(response, 'content-type', 'mediaType'),
      ...textHeader(response, 'etag', 'etag'),
      ...textHeader(response, 'last-modified', 'lastModified'),
      isResumed: from > 0,
    };
  } catch (error) {
    if (!(error instanceof FetchFault) || error.failure.retryAfterMs !== undefined) throw error;
    const retryAfterMs = parseRetryAfter(response.header('retry-after'), environment.clock());
    if (retryAfterMs === undefined || error.failure.code !== 'status') throw error;
    throw new FetchFault({ ...error.failure, retryAfterMs });
  } finally {
    response.close();
  }
}

/** The byte at which the answer begins; `stale` where it does not fit what is held. Throws a `FetchFault` for any other status. */
function startOf(
  response: OpenResponse,
  held: (ResumePoint & { readonly held: number }) | undefined,
): number | 'stale' {
  const { status } = response;
  if (status === 200) return 0;
  if (held !== undefined && (status === 206 || status === 416)) {
    if (status === 416 || contentEncoding(response) !== 'identity') return 'stale';
    const range = /^bytes (\d{1,15})-\d{1,15}\/(?:\d{1,15}|\*)$/.exec(response.header('content-range') ?? '');
    const isSame = response.url.href === held.url && strongEtag(response.header('etag')) === held.etag;
    return range !== null && Number(range[1]) === held.held && isSame ? held.held : 'stale';
  }
  if (status === 206) throw lasting('protocol', 'the server sends a part that was not asked for');
  const reason = `the server answers ${status}`;
  throw status === 429 || status === 408 || status >= 500 ? passing('status', reason) : lasting('status', reason);
}

function resumePointOf(response: OpenResponse): ResumePoint | undefined {
  const etag = strongEtag(response.header('etag'));
  if (etag === undefined || contentEncoding(response) !== 'identity') return undefined;
  return { url: response.url.href, etag };
}

async function digestHeld(partial: PartialBody, digest: Hash): Promise<void> {
  for await (const chunk of createReadStream(partial.path)) digest.update(chunk as Buffer);
}

/** Writes the chunks behind what is there and flushes. Returns the size of the whole. */
async function store(
  file: FileHandle,
  from: number,
  chunks: AsyncGenerator<Buffer, void, void>,
  digest: Hash,
  budget: ByteBudget,
): Promise<number> {
  let at = from;
  try {
    for await (const chunk of chunks) {
      budget.remaining -= chunk.length;
      if (budget.remaining < 0) throw lasting('budget', 'the run has fetched as many bytes as it may');
      digest.update(chunk);
      for (let done = 0; done < chunk.length; ) {
        const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at);
        done += bytesWritten;
        at += bytesWritten;
      }
    }
    await file.sync();
    return at;
  } finally {
    await file.close();
  }
}

function textHeader<Key extends 'mediaType' | 'etag' | 'lastModified'>(
  response: OpenResponse,
  name: string,
  key: Key,
): Readonly<Partial<Record<Key, string>>> {
  const value = response.header(name)?.slice(0, MAX_HEADER_TEXT);
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<Key, string>>;
}
