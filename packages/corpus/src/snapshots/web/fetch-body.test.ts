import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { sha256 } from '@bezoar/core';
import { afterEach, describe, expect, it } from 'vitest';
import { partialBody } from '../store/partial-body.ts';
import { inScratchFolder } from '../testing/scratch-folder.test-support.ts';
import { type Answer, startServer, type TestServer, testEnvironment } from '../testing/web-server.ts';
import { type BodyRequest, type FetchedBody, fetchBody } from './fetch-body.ts';
import type { FetchFailure } from './fetch-failure.ts';
import type { FetchLimits } from './fetch-limits.ts';
import type { WebEnvironment } from './web-environment.ts';

const BODY = Buffer.from('what was curated, '.repeat(1000));
const ETAG = '"v1"';
const servers: TestServer[] = [];

async function serve(answers: Readonly<Record<string, Answer>>): Promise<TestServer> {
  const server = await startServer(answers);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Fetched {
  readonly result: FetchedBody | FetchFailure;
  readonly slept: readonly number[];
  readonly stored: Buffer | undefined;
}

async function fetchFrom(
  url: string,
  limits: Partial<FetchLimits> = {},
  request: Partial<BodyRequest> = {},
  overrides: Partial<WebEnvironment> = {},
): Promise<Fetched> {
  return inScratchFolder(async (folder) => {
    const environment = testEnvironment(limits, overrides);
    const partial = partialBody(folder, url);
    const budget = { remaining: 1e9 };
    const result = await fetchBody({ url: new URL(url), partial, budget, isResumable: false, ...request }, environment);
    return { result, slept: environment.slept, stored: await readFile(partial.path).catch(() => undefined) };
  });
}

const codeOf = ({ result }: Fetched): string => ('code' in result ? result.code : 'fetched');

describe('a body that is fetched', () => {
  it('is stored whole, with its digest and what the server says of it', async () => {
    const { origin, headers } = await serve({
      '/page': (response) =>
        response
          .writeHead(200, { 'content-type': 'text/html', etag: ETAG, 'last-modified': 'Sat, 01 Aug 2026 00:00:00 GMT' })
          .end(BODY),
    });
    const { result, stored } = await fetchFrom(`${origin}/page`);
    expect(result).toEqual({
      finalUrl: `${origin}/page`,
      sha256: sha256(BODY),
      bytes: BODY.length,
      mediaType: 'text/html',
      etag: ETAG,
      lastModified: 'Sat, 01 Aug 2026 00:00:00 GMT',
      isResumed: false,
    });
    expect(stored).toEqual(BODY);
    expect(headers[0]).toMatchObject({ 'user-agent': 'bezoar/test', 'accept-encoding': 'identity' });
  });

  it.each([
    ['gzip', gzipSync(BODY)],
    ['br', brotliCompressSync(BODY)],
  ])('is the same whether it is sent as it is or as %s', async (encoding, sent) => {
    const { origin } = await serve({
      '/page': (response) => response.writeHead(200, { 'content-encoding': encoding }).end(sent),
    });
    expect((await fetchFrom(`${origin}/page`)).result).toMatchObject({ sha256: sha256(BODY), bytes: BODY.length });
  });

  it('is tried again after 500, 429 and a reset connection, with growing waits', async () => {
    const { origin, asked } = await serve({
      '/page': (response, _request, times) => {
        if (times === 0) response.writeHead(500).end();
        else if (times === 1) response.socket?.resetAndDestroy();
        else if (times === 2) response.writeHead(429, { 'retry-after': '7' }).end();
        else response.end(BODY);
      },
    });
    const { result, slept } = await fetchFrom(`${origin}/page`);
    expect(result).toMatchObject({ sha256: sha256(BODY) });
    expect(asked).toHaveLength(4);
    expect(slept[0]).toBeLessThanOrEqual(1000);
    expect(slept[1]).toBeGreaterThanOrEqual(1000);
    expect(slept[2]).toBe(7000);
  });

  it('is given up where the server asks for an hour, without asking again', async () => {
    const { origin, asked } = await serve({
      '/page': (response) => response.writeHead(503, { 'retry-after': '3600' }).end(),
    });
    expect(codeOf(await fetchFrom(`${origin}/page`))).toBe('status');
    expect(asked).toHaveLength(1);
  });

  it('is not tried again where it is gone', async () => {
    const { origin, asked } = await serve({});
    expect(codeOf(await fetchFrom(`${origin}/page`))).toBe('status');
    expect(asked).toHaveLength(1);
  });
});

describe('a server that misbehaves', () => {
  it.each<[string, string, Answer, Partial<FetchLimits>]>([
    [
      'sends half of what it promised',
      'cut',
      (r) => {
        r.writeHead(200, { 'content-length': BODY.length }).write(BODY.subarray(0, 100), () => r.destroy());
      },
      {},
    ],
    [
      'cuts a chunked body',
      'cut',
      (r) => {
        r.writeHead(200).write(BODY, () => r.destroy());
      },
      {},
    ],
    [
      'cuts a compressed body',
      'cut',
      (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(BODY).subarray(0, 40)),
      {},
    ],
    [
      'compresses a bomb',
      'too-large',
      (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))),
      { maxBytes: 100_000 },
    ],
    [
      'sends a bomb and then nothing',
      'too-large',
      (r) =>
        r.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync(Buffer.alloc(5_000_000)).subarray(0, 4000)),
      { maxBytes: 100_000 },
    ],
    [
      'announces too much',
      'too-large',
      (r) => r.writeHead(200, { 'content-length': 200_000 }).end(),
      { maxBytes: 100_000 },
    ],
    [
      'never ends',
      'too-large',
      (r) => {
        r.writeHead(200);
        const more = (): void => {
          if (!r.destroyed) r.write(BODY, more);
        };
        more();
      },
      { maxBytes: 100_000 },
    ],
    ['never answers', 'timeout', () => undefined, { headersMs: 30 }],
    ['stops in the middle', 'timeout', (r) => r.writeHead(200).write('half'), { idleMs: 30 }],
    [
      'drips',
      'timeout',
      (r) => {
        const drip = setInterval(() => r.write('x'), 5);
        r.on('close', () => clearInterval(drip));
      },
      { bodyMs: 60, idleMs: 40 },
    ],
    ['uses an unknown encoding', 'encoding', (r) => r.writeHead(200, { 'content-encoding': 'zstd' }).end(BODY), {}],
    ['damages a compressed body', 'encoding', (r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(BODY), {}],
    [
      'sends a part unasked',
      'protocol',
      (r) => r.writeHead(206, { 'content-range': 'bytes 0-9/10' }).end('0123456789'),
      {},
    ],
    ['does not speak HTTP', 'protocol', (r) => r.socket?.end('220 smtp ready\r\n'), {}],
    [
      'sends endless headers',
      'protocol',
      (r) => r.socket?.write(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(500)}\r\n`.repeat(300)}`),
      {},
    ],
    [
      'changes the protocol',
      'protocol',
      (r) => r.socket?.write('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      {},
    ],
  ])('that %s is undecided: %s', async (_name, code, answer, limits) => {
    const { origin } = await serve({ '/page': answer });
    const fetched = await fetchFrom(`${origin}/page`, { attempts: 2, ...limits });
    expect(codeOf(fetched)).toBe(code);
    expect(fetched.stored).toBeUndefined();
  });

  it('may not use up more than the run has left', async () => {
    const { origin } = await serve({ '/page': (response) => response.end(BODY) });
    expect(codeOf(await fetchFrom(`${origin}/page`, {}, { budget: { remaining: 100 } }))).toBe('budget');
  });
});

describe('redirects', () => {
  const to =
    (location: string): Answer =>
    (response) =>
      response.writeHead(302, { location }).end();

  it('are followed to a page of the same site, which is named', async () => {
    const { origin } = await serve({ '/old': to('/new#part'), '/new': (response) => response.end(BODY) });
    const { result } = await fetchFrom(`${origin}/old`, {}, { sites: [new URL(origin)] });
    expect(result).toMatchObject({ finalUrl: `${origin}/new`, sha256: sha256(BODY) });
  });

  it.each<[string, string, Record<string, Answer>]>([
    ['in a circle', 'redirect', { '/page': to('/other'), '/other': to('/page') }],
    ['to another scheme', 'redirect', { '/page': to('file:///etc/passwd') }],
    ['with credentials', 'redirect', { '/page': to('http://user:secret@127.0.0.1/') }],
    ['to another host than was curated', 'moved', { '/page': to('http://parked.example/') }],
  ])('%s end as %s', async (_name, code, answers) => {
    const { origin } = await serve(answers);
    expect(codeOf(await fetchFrom(`${origin}/page`, {}, { sites: [new URL(origin)] }))).toBe(code);
  });

  it('end after so many, even where each leads somewhere new', async () => {
    const answers = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`/${i}`, to(`/${i + 1}`)]));
    const { origin, asked } = await serve(answers);
    expect(codeOf(await fetchFrom(`${origin}/0`, { maxRedirects: 5 }))).toBe('redirect');
    expect(asked).toHaveLength(6);
  });
});

describe('addresses that are not public', () => {
  it('are not asked, whether the address names them or the name service does', async () => {
    const { origin, asked } = await serve({ '/page': (response) => response.end(BODY) });
    const { port } = new URL(origin);
    const refused = { allowPrivate: false, resolve: async () => [{ address: '127.0.0.1', family: 4 as const }] };
    for (const host of [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '0x7f.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      'rebound.example',
    ]) {
      expect([host, codeOf(await fetchFrom(`http://${host}:${port}/page`, {}, {}, refused))]).toEqual([
        host,
        'refused-address',
      ]);
    }
    expect(asked).toEqual([]);
  });

  it('are asked where that is allowed, under the name that was asked for', async () => {
    const { origin, headers } = await serve({ '/page': (response) => response.end(BODY) });
    const { port } = new URL(origin);
    const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }];
    const { result } = await fetchFrom(`http://wiki.example:${port}/page`, {}, {}, { resolve });
    expect(result).toMatchObject({ sha256: sha256(BODY) });
    expect(headers[0]?.host).toBe(`wiki.example:${port}`);
  });

  it('are not reached by a redirect from a public name', async () => {
    const { origin, asked } = await serve({
      '/page': (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    });
    const { port } = new URL(origin);
    // The first hop stands for a public host; only it is let through.
    const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }];
    const literal = await fetchFrom(`http://a.example:${port}/page`, {}, {}, { resolve, allowPrivate: false });
    expect(codeOf(literal)).toBe('refused-address');
    expect(asked).toEqual([]);
  });
});

describe('a half-fetched body', () => {
  const ranged: Answer = (response, request) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const isSame = request.headers['if-range'] === ETAG;
    if (from === 0 || !isSame) response.writeHead(200, { etag: ETAG }).end(BODY);
    else {
      const range = `bytes ${from}-${BODY.length - 1}/${BODY.length}`;
      response.writeHead(206, { etag: ETAG, 'content-range': range }).end(BODY.subarray(from));
    }
  };
  const cutFirst: Answer = (response, request, times) => {
    if (times > 0) return ranged(response, request, times);
    response.writeHead(200, { etag: ETAG, 'content-length': BODY.length });
    // Then silence: the piece has surely arrived when the deadline ends the connection.
    response.write(BODY.subarray(0, 5000));
  };

  it('is continued where it stopped, if the server still has the same', async () => {
    const { origin, headers } = await serve({ '/page': cutFirst });
    const { result, stored } = await fetchFrom(`${origin}/page`, { idleMs: 40 }, { isResumable: true });
    expect(result).toMatchObject({ sha256: sha256(BODY), bytes: BODY.length });
    expect(stored).toEqual(BODY);
    expect(headers[1]).toMatchObject({ range: 'bytes=5000-', 'if-range': ETAG });
  });

  it('is never continued while the digest is not known: two versions would become one', async () => {
    const { origin, headers } = await serve({ '/page': cutFirst });
    const { result } = await fetchFrom(`${origin}/page`, { idleMs: 40 }, { isResumable: false });
    expect(result).toMatchObject({ sha256: sha256(BODY), isResumed: false });
    expect(headers[1]?.range).toBeUndefined();
  });

  it.each<[string, Answer]>([
    ['ignores the range', (response) => response.writeHead(200, { etag: ETAG }).end(BODY)],
    ['has another version', (response) => response.writeHead(200, { etag: '"v2"' }).end(BODY)],
    [
      'begins elsewhere',
      (response, request) => {
        if (request.headers.range === undefined) response.writeHead(200, { etag: ETAG }).end(BODY);
        else
          response
            .writeHead(206, { etag: ETAG, 'content-range': `bytes 1-${BODY.length - 1}/${BODY.length}` })
            .end(BODY.subarray(1));
      },
    ],
    [
      'continues another version',
      (response, request) => {
        if (request.headers.range === undefined) response.writeHead(200, { etag: ETAG }).end(BODY);
        else
          response
            .writeHead(206, { etag: '"v2"', 'content-range': `bytes 4-${BODY.length - 1}/${BODY.length}` })
            .end(BODY.subarray(4));
      },
    ],
    [
      'says that nothing is left',
      (response, request) => {
        if (request.headers.range === undefined) response.writeHead(200, { etag: ETAG }).end(BODY);
        else response.writeHead(416).end();
      },
    ],
  ])('is fetched anew from a server that %s', async (_name, answer) => {
    const { origin } = await serve({ '/page': answer });
    const url = `${origin}/page`;
    await inScratchFolder(async (folder) => {
      const partial = partialBody(folder, url);
      await (await partial.restart({ url, etag: ETAG })).close();
      await writeFile(partial.path, 'half');
      const request = { url: new URL(url), partial, budget: { remaining: 1e9 }, isResumable: true };
      expect(await fetchBody(request, testEnvironment())).toMatchObject({ sha256: sha256(BODY), isResumed: false });
      expect(await readFile(partial.path)).toEqual(BODY);
    });
  });

  it('is not continued without the note that says of what it is a half', async () => {
    const { origin, headers } = await serve({ '/page': ranged });
    const url = `${origin}/page`;
    await inScratchFolder(async (folder) => {
      const partial = partialBody(folder, url);
      await writeFile(join(partial.path), 'half');
      const request = { url: new URL(url), partial, budget: { remaining: 1e9 }, isResumable: true };
      expect(await fetchBody(request, testEnvironment())).toMatchObject({ sha256: sha256(BODY) });
      expect(headers[0]?.range).toBeUndefined();
    });
  });

  it('is kept for the next run where the connection was lost, and dropped where it is refused', async () => {
    const { origin } = await serve({
      '/lost': (response) => {
        response.writeHead(200, { etag: ETAG, 'content-length': BODY.length });
        response.write(BODY.subarray(0, 5000));
      },
      '/large': (response) => response.writeHead(200, { etag: ETAG }).end(BODY),
    });
    expect((await fetchFrom(`${origin}/lost`, { attempts: 1, idleMs: 40 }, { isResumable: true })).stored).toHaveLength(
      5000,
    );
    expect((await fetchFrom(`${origin}/large`, { maxBytes: 10 }, { isResumable: true })).stored).toBeUndefined();
  });
});

it('stops at once, and waits for nothing, when it is interrupted', async () => {
  const abort = new AbortController();
  const { origin } = await serve({ '/page': () => abort.abort(new Error('interrupted')) });
  await expect(fetchFrom(`${origin}/page`, {}, {}, { signal: abort.signal })).rejects.toThrow('interrupted');
});
