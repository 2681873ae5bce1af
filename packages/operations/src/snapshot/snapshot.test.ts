import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerShow } from '../ledger/ledger-show.ts';
import { ledgerVerify } from '../ledger/ledger-verify.ts';
import { type SnapshotOptions, snapshot } from './snapshot.ts';
import type { SnapshotDocument } from './snapshot-document.ts';
import { snapshotBlocks, snapshotHeadline, snapshotReport } from './snapshot-report.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const bodies = new Map<string, string>();
let server: Server;
let origin = '';
let folder = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = bodies.get(request.url ?? '');
    if (body === undefined) response.writeHead(404).end();
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bezoar-snapshot-'));
  bodies.clear();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const location = (): { workingDirectory: string; userId: number } => ({
  workingDirectory: folder,
  userId: process.getuid?.() ?? -1,
});

function run(options: Partial<SnapshotOptions>): Promise<SnapshotDocument> {
  return snapshot({
    files: [],
    allowPrivate: true,
    limits: { attempts: 1 },
    clock: () => NOW,
    sleep: () => Promise.resolve(),
    project: location(),
    ...options,
  });
}

describe('bezoar snapshot', () => {
  it('curates, verifies, and finds what changed, as its contract says', async () => {
    bodies.set('/a', 'one').set('/b', 'two');
    await write('urls.txt', `${origin}/a\n${origin}/b\n`);
    const curated = await run({ record: 'urls.txt', out: 'curated' });
    expect(curated).toMatchObject({
      schema: 'bezoar.snapshot/v1',
      mode: 'record',
      verdict: 'clean',
      exit: 0,
      policy: null,
    });
    expect(curated.inputs).toEqual([{ path: 'urls.txt', sha256: sha256(`${origin}/a\n${origin}/b\n`) }]);
    expect(curated.outputs.map(({ path }) => path)).toEqual(['curated/manifest.jsonl']);
    bodies.set('/b', 'poison');
    const fetched = await run({ files: ['curated/manifest.jsonl'], out: 'fetched' });
    expect(fetched.inputs[0]?.path).toBe('curated/manifest.jsonl');
    expect(fetched).toMatchObject({ verdict: 'findings', outcome: 'adverse', exit: 1, coverage: { read: 2 } });
    expect(fetched.entries.map(({ url, sha256: digest, verdict }) => [url, digest, verdict])).toEqual([
      [`${origin}/a`, sha256('one'), 'taken'],
      [`${origin}/b`, sha256('two'), 'changed'],
    ]);
    expect(fetched.entries[1]?.curatedPath).toBe(
      join('..', 'curated', 'objects', sha256('two').slice(0, 2), sha256('two')),
    );
    const offline = await run({ files: ['curated/manifest.jsonl'], out: 'curated', offline: true });
    expect(offline).toMatchObject({ verdict: 'clean', exit: 0, outputs: [] });
  });

  it('is undecided where a page cannot be had, a line cannot be read, or nothing is there to be looked at', async () => {
    await write('gone.jsonl', JSON.stringify({ url: `${origin}/gone`, sha256: sha256('x') }));
    expect(await run({ files: ['gone.jsonl'], out: 'out' })).toMatchObject({ verdict: 'undecided', exit: 3 });
    bodies.set('/a', 'one');
    await write('torn.jsonl', `${JSON.stringify({ url: `${origin}/a`, sha256: sha256('one') })}\n{"url":`);
    expect(await run({ files: ['torn.jsonl'], out: 'out' })).toMatchObject({ verdict: 'undecided', exit: 3 });
    await write('empty.csv', 'url,sha256\n');
    expect(await run({ files: ['empty.csv'], out: 'out' })).toMatchObject({ verdict: 'undecided', exit: 3 });
  });

  it('asks nothing on a private network unless it is allowed to', async () => {
    await write('inside.jsonl', JSON.stringify({ url: `${origin}/a`, sha256: sha256('x') }));
    const document = await run({ files: ['inside.jsonl'], out: 'out', allowPrivate: false });
    expect(document.entries[0]).toMatchObject({ verdict: 'unreachable', failure: 'refused-address' });
    expect(document.exit).toBe(3);
  });

  it('judges revisions, and counts a weak finding only where it is told to', async () => {
    const line = (revision: number, at: string, text: string): string =>
      JSON.stringify({ url: 'https://wiki.example/a', revision, at, text, account: 'Mallory' });
    await write(
      'r.jsonl',
      [line(1, '2026-01-01T00:00:00Z', 'good'), line(2, '2026-10-31T23:00:00Z', 'evil')].join('\n'),
    );
    const options = { files: ['*.jsonl'], at: '2026-11-01', out: 'wiki' };
    const document = await run(options);
    expect(document).toMatchObject({ mode: 'revisions', verdict: 'clean', exit: 0, hold: '7d' });
    expect(document.snapshotAt).toBe('2026-11-01T00:00:00.000Z');
    expect(await readFile(join(folder, 'wiki', 'pages.jsonl'), 'utf8')).toContain('"text":"good"');
    expect(await run({ ...options, failOn: 'low' })).toMatchObject({ exit: 1 });
    expect((await run({ ...options, hold: '30m' })).entries[0]?.revision).toBe('2');
  });

  it('says every fault of its flags at once, before anything is fetched', async () => {
    await write('m.jsonl', JSON.stringify({ url: `${origin}/a`, sha256: sha256('x') }));
    await expect(run({})).rejects.toThrow('expected a manifest');
    await expect(run({ files: ['nothing*'] })).rejects.toThrow('nothing matches');
    await expect(run({ files: ['m.jsonl', 'nothing'] })).rejects.toThrow('nothing matches `nothing`');
    await expect(run({ record: 'nothing', out: 'out' })).rejects.toThrow('there is no file `nothing`');
    await expect(run({ files: ['m.jsonl'], record: 'm.jsonl' })).rejects.toThrow('got both');
    await expect(
      run({ files: ['m.jsonl'], hold: '7 days', at: '2027-01-01', offline: true, refetch: true }),
    ).rejects.toThrow(/--hold`: [\s\S]*future[\s\S]*--out`[\s\S]*about revision exports[\s\S]*got both/);
  });

  it('is logged in a project, with the control that it is evidence of', async () => {
    await mkdir(join(folder, '.git'));
    const head = 'version: 1\nprofile: fine-tuner\nchange: { loosen: 2 signatures, signers: keys/allowed_signers }';
    await write('THREATMODEL.md', `# Wiki\n\n\`\`\`yaml bezoar\n${head}\n\`\`\`\n`);
    bodies.set('/a', 'one');
    await write('m.jsonl', JSON.stringify({ url: `${origin}/a`, sha256: sha256('one') }));
    const document = await run({ files: ['m.jsonl'], out: 'out' });
    expect(document.policy?.path).toBe('THREATMODEL.md');
    expect(document.ledger).toMatchObject({ index: 0, size: 1 });
    const shown = await ledgerShow({ location: location(), index: 0, last: 1 });
    expect(JSON.stringify(shown)).toContain('corpus.snapshot');
    expect(JSON.stringify(shown)).toContain('corpus/snapshots');
    expect(await ledgerVerify({ location: location(), checkpoints: [] })).toMatchObject({ outcome: 'ok' });
    expect((await run({ files: ['m.jsonl'], out: 'out', log: false })).ledger).toBeNull();
  });
});

describe('the report of a snapshot', () => {
  it('shows what was not taken first, and where both versions lie', async () => {
    bodies.set('/a', 'one').set('/b', 'two');
    const manifest = [`${origin}/a`, `${origin}/b`, `${origin}/c`].map((url) => ({ url, sha256: sha256('one') }));
    await write('m.jsonl', manifest.map((one) => JSON.stringify(one)).join('\n'));
    const document = await run({ files: ['m.jsonl'], out: 'out' });
    expect(snapshotHeadline(document)).toMatchObject({
      verdict: 'findings',
      sentence: '1 of 3 pages taken, 1 changed, 1 unreachable.',
    });
    const [table, , versions] = snapshotBlocks(document);
    expect(JSON.stringify(table)).toMatch(/changed.*unreachable/);
    expect(JSON.stringify(versions)).toMatch(/served: quarantine.*curated: objects/);
    expect(snapshotReport(document).findings).toHaveLength(2);
  });
});
