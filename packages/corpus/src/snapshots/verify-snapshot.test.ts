import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '@bezoar/core';
import { afterEach, describe, expect, it } from 'vitest';
import { readManifest } from './manifest/read-manifest.ts';
import { readUrlList } from './manifest/read-url-list.ts';
import { recordSnapshot } from './record-snapshot.ts';
import type { SnapshotRun } from './snapshot-entry.ts';
import { bodyState, objectPath } from './store/object-store.ts';
import { inScratchFolder } from './testing/scratch-folder.test-support.ts';
import { type Answer, startServer, type TestServer, testEnvironment } from './testing/web-server.ts';
import { type VerifySnapshotOptions, verifySnapshot } from './verify-snapshot.ts';
import type { WebEnvironment } from './web/web-environment.ts';

const servers: TestServer[] = [];

async function serve(answers: Readonly<Record<string, Answer>>): Promise<TestServer> {
  const server = await startServer(answers);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const page =
  (...versions: string[]): Answer =>
  (response, _request, times) => {
    response.end(versions[Math.min(times, versions.length - 1)]);
  };

async function record(folder: string, urls: readonly string[], environment?: WebEnvironment): Promise<SnapshotRun> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'urls.txt');
  await writeFile(file, `# pages\n${urls.join('\n')}\n`);
  const list = await readUrlList('urls.txt', file);
  return recordSnapshot({ list, folder, environment: environment ?? testEnvironment({ attempts: 1 }), processId: 1 });
}

async function verify(
  folder: string,
  manifest: string | readonly object[],
  options: Partial<VerifySnapshotOptions> = {},
): Promise<SnapshotRun> {
  const text = typeof manifest === 'string' ? manifest : manifest.map((one) => JSON.stringify(one)).join('\n');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'given.txt');
  await writeFile(file, text);
  return verifySnapshot({
    manifest: await readManifest('given.txt', file),
    folder,
    isOffline: false,
    isRefetched: false,
    environment: testEnvironment({ attempts: 1 }),
    processId: 1,
    ...options,
  });
}

const verdicts = ({ entries }: SnapshotRun): string[] => entries.map(({ verdict }) => verdict);
const codes = ({ findings }: SnapshotRun): string[] => findings.map(({ code, severity }) => `${code} ${severity}`);

describe('curating and verifying', () => {
  it('records each page once, and takes the same bytes from a copy of the manifest alone', async () => {
    const { origin, asked } = await serve({ '/a': page('one'), '/b': page('two') });
    await inScratchFolder(async (folder) => {
      const curated = join(folder, 'curated');
      const run = await record(curated, [`${origin}/a`, `${origin}/b`, `${origin}/a`]);
      expect(verdicts(run)).toEqual(['taken', 'taken']);
      expect([...asked].sort()).toEqual(['/a', '/b']);
      const manifest = await readFile(join(curated, 'manifest.jsonl'), 'utf8');
      expect(JSON.parse(manifest.split('\n')[0]!)).toEqual({
        url: `${origin}/a`,
        finalUrl: `${origin}/a`,
        sha256: sha256('one'),
        bytes: 3,
        mediaType: '',
        fetchedAt: '2026-11-21T12:00:00.000Z',
      });
      expect(await readdir(curated)).toEqual(['manifest.jsonl', 'objects', 'urls.txt']);
      const fetched = join(folder, 'fetched');
      const again = await verify(fetched, manifest);
      expect(verdicts(again)).toEqual(['taken', 'taken']);
      expect(again.findings).toEqual([]);
      expect(await bodyState(fetched, sha256('two'))).toBe('intact');
      expect(await readFile(join(fetched, 'taken.jsonl'), 'utf8')).toContain(sha256('two'));
    });
  });

  it('quarantines a page that changed hands, and keeps both versions', async () => {
    const { origin } = await serve({ '/a': page('curated', 'poison') });
    await inScratchFolder(async (folder) => {
      const curatedFolder = join(folder, 'curated');
      await record(curatedFolder, [`${origin}/a`]);
      const manifest = await readFile(join(curatedFolder, 'manifest.jsonl'), 'utf8');
      const fetched = join(folder, 'fetched');
      const run = await verify(fetched, manifest, { curatedFolder });
      expect(codes(run)).toEqual(['corpus/snapshot-changed high']);
      const [entry] = run.entries;
      expect(entry).toMatchObject({ verdict: 'changed', sha256: sha256('curated'), servedSha256: sha256('poison') });
      expect(await readFile(join(fetched, entry!.path!), 'utf8')).toBe('poison');
      expect(await readFile(join(fetched, entry!.curatedPath!), 'utf8')).toBe('curated');
      expect(await bodyState(fetched, sha256('poison'))).toBe('absent');
      expect(await readFile(join(fetched, 'taken.jsonl'), 'utf8')).toBe('');
    });
  });

  it('sees a change of what is on disk already only where it is told to fetch again', async () => {
    const { origin, asked } = await serve({ '/a': page('curated', 'poison') });
    await inScratchFolder(async (folder) => {
      await record(folder, [`${origin}/a`]);
      const manifest = await readFile(join(folder, 'manifest.jsonl'), 'utf8');
      expect(verdicts(await verify(folder, manifest))).toEqual(['taken']);
      expect(asked).toHaveLength(1);
      const run = await verify(folder, manifest, { isRefetched: true });
      expect(verdicts(run)).toEqual(['changed']);
      expect(run.entries[0]?.curatedPath).toBe(objectPath('objects', sha256('curated')));
      expect(await bodyState(folder, sha256('curated'))).toBe('intact');
    });
  });

  it('never calls a page clean that it could not have', async () => {
    const { origin } = await serve({
      '/gone': (response) => response.writeHead(410).end(),
      '/moved': (response) => response.writeHead(301, { location: 'https://parked.example/' }).end(),
      '/large': page('x'.repeat(2000)),
      '/cut': (response) => response.writeHead(200, { 'content-length': 10 }).write('five.', () => response.destroy()),
    });
    await inScratchFolder(async (folder) => {
      const paths = ['/gone', '/moved', '/large', '/cut'];
      const manifest = paths.map((path) => ({ url: origin + path, sha256: sha256('five.') }));
      const run = await verify(folder, manifest, { environment: testEnvironment({ attempts: 1, maxBytes: 1000 }) });
      expect(run.entries.map(({ verdict, failure }) => [verdict, failure])).toEqual([
        ['unreachable', 'status'],
        ['unreachable', 'moved'],
        ['unreachable', 'too-large'],
        ['unreachable', 'cut'],
      ]);
      expect(codes(run)).toEqual(Array.from({ length: 4 }, () => 'corpus/snapshot-unverifiable medium'));
    });
  });

  it('refuses what has no digest, a digest that can be forged, two digests, or an address that is none', async () => {
    const { origin, asked } = await serve({ '/a': page('one') });
    await inScratchFolder(async (folder) => {
      const run = await verify(folder, [
        { url: `${origin}/a` },
        { url: `${origin}/b`, md5: 'd41d8cd98f00b204e9800998ecf8427e' },
        { url: `${origin}/c`, sha256: sha256('one') },
        { url: `${origin}/c`, sha256: sha256('two') },
        { url: 'file:///etc/passwd', sha256: sha256('one') },
        { url: 'http://user:secret@host.example/', sha256: sha256('one') },
        { url: `${origin}/d`, sha256: 'abc' },
      ]);
      expect(verdicts(run)).toEqual(Array.from({ length: 6 }, () => 'refused'));
      expect(new Set(codes(run))).toEqual(new Set(['corpus/snapshot-unverifiable high']));
      expect(asked).toEqual([]);
    });
  });

  it('goes on where it was killed: what is whole on disk is not fetched again, and half a body is no body', async () => {
    const { origin, asked } = await serve({ '/a': page('one'), '/b': page('two') });
    await inScratchFolder(async (folder) => {
      const manifest = ['/a', '/b'].map((path, i) => ({ url: origin + path, sha256: sha256(i === 0 ? 'one' : 'two') }));
      await verify(folder, [manifest[0]!]);
      // What a killed run leaves: a lock of a process that is gone, half a body, a temporary file.
      await writeFile(join(folder, '.lock'), '999999999');
      await mkdir(join(folder, 'partial'));
      await writeFile(join(folder, 'partial', `${sha256(manifest[1]!.url)}.body`), 'tw');
      const run = await verify(folder, manifest);
      expect(verdicts(run)).toEqual(['taken', 'taken']);
      expect([...asked]).toEqual(['/a', '/b']);
    });
  });

  it('fetches whole what it could only put together wrongly', async () => {
    const body = 'the curated body';
    const { origin } = await serve({
      '/a': (response, request) => {
        const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
        const headers = { etag: '"same"', 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` };
        response.writeHead(from === 0 ? 200 : 206, headers).end(body.slice(from));
      },
    });
    await inScratchFolder(async (folder) => {
      const url = `${origin}/a`;
      const stem = join(folder, 'partial', sha256(url));
      await mkdir(dirname(stem));
      await writeFile(`${stem}.body`, 'torn bytes');
      await writeFile(`${stem}.json`, JSON.stringify({ url, etag: '"same"' }));
      expect(verdicts(await verify(folder, [{ url, sha256: sha256(body) }]))).toEqual(['taken']);
    });
  });

  it('replaces a body on disk that was altered, and tells of it where it may not fetch', async () => {
    const { origin } = await serve({ '/a': page('one') });
    await inScratchFolder(async (folder) => {
      const manifest = [{ url: `${origin}/a`, sha256: sha256('one') }];
      const path = join(folder, objectPath('objects', sha256('one')));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, 'altered');
      const offline = await verify(folder, manifest, { isOffline: true });
      expect(codes(offline)).toEqual(['corpus/snapshot-changed high']);
      expect(verdicts(await verify(folder, manifest))).toEqual(['taken']);
      expect(verdicts(await verify(folder, manifest, { isOffline: true }))).toEqual(['taken']);
    });
  });

  it('is undecided about what is not on disk, offline', async () => {
    await inScratchFolder(async (folder) => {
      const run = await verify(folder, [{ url: 'https://host.example/', sha256: sha256('one') }], { isOffline: true });
      expect(verdicts(run)).toEqual(['unreachable']);
    });
  });

  it('says the same for any order of the manifest', async () => {
    const { origin } = await serve({ '/a': page('one'), '/b': page('other'), '/c': page('three') });
    const manifest = ['/a', '/b', '/c'].map((path) => ({ url: origin + path, sha256: sha256('one') }));
    const results = await Promise.all(
      [manifest, [...manifest].reverse()].map((given) =>
        inScratchFolder(async (folder) => {
          const { entries, findings } = await verify(folder, given);
          return [entries.map((one) => JSON.stringify(one)).sort(), findings.map(({ id }) => id).sort()];
        }),
      ),
    );
    expect(results[0]).toEqual(results[1]);
  });
});

describe('curating again', () => {
  it('adds what is missing and never replaces a digest', async () => {
    const { origin, asked } = await serve({ '/a': page('one', 'poison'), '/b': page('two') });
    await inScratchFolder(async (folder) => {
      await record(folder, [`${origin}/a`, `${origin}/missing`]);
      const run = await record(folder, [`${origin}/b`]);
      expect(verdicts(run)).toEqual(['taken']);
      await record(folder, [`${origin}/a`, `${origin}/b`]);
      expect([...asked]).toEqual(['/a', '/missing', '/b']);
      const lines = (await readFile(join(folder, 'manifest.jsonl'), 'utf8')).trim().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { sha256: string }).sha256)).toEqual([
        sha256('one'),
        sha256('two'),
      ]);
    });
  });

  it('goes on from the journal of a killed run, torn at its end', async () => {
    const { origin, asked } = await serve({ '/a': page('one'), '/b': page('two') });
    await inScratchFolder(async (folder) => {
      await record(folder, [`${origin}/a`]);
      const line = (await readFile(join(folder, 'manifest.jsonl'), 'utf8')).trim();
      await writeFile(join(folder, 'manifest.jsonl'), '');
      await mkdir(join(folder, 'partial'));
      await writeFile(join(folder, 'partial', 'manifest.jsonl'), `${line}\n{"url":"${origin}/b","sha2`);
      expect(verdicts(await record(folder, [`${origin}/a`, `${origin}/b`]))).toEqual(['taken', 'taken']);
      expect([...asked]).toEqual(['/a', '/b']);
    });
  });

  it('says so where a curated body was altered or is gone', async () => {
    const { origin } = await serve({ '/a': page('one') });
    await inScratchFolder(async (folder) => {
      await record(folder, [`${origin}/a`]);
      const path = join(folder, objectPath('objects', sha256('one')));
      // It is read-only, and so replaced.
      await rm(path);
      await writeFile(path, 'altered');
      const run = await record(folder, [`${origin}/a`]);
      expect(codes(run)).toEqual(['corpus/snapshot-changed high']);
    });
  });

  it('leaves a damaged manifest alone, and a folder that another run works in', async () => {
    await inScratchFolder(async (folder) => {
      await writeFile(join(folder, 'manifest.jsonl'), 'not a page\n');
      await expect(record(folder, [])).rejects.toThrow('line 1 of');
      await writeFile(join(folder, '.lock'), String(process.pid));
      await expect(record(folder, [])).rejects.toThrow('another run');
    });
  });
});
