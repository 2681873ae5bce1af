import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sha256 } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { SnapshotRun } from './snapshot-entry.ts';
import { type SnapshotRevisionsOptions, snapshotRevisions } from './snapshot-revisions.ts';
import { type MadeRevision, mediaWikiExport } from './testing/media-wiki-export.ts';
import { inScratchFolder } from './testing/scratch-folder.test-support.ts';

const DAY = 86_400_000;
const SNAPSHOT = Date.parse('2026-11-01T00:00:00Z');
const daysBefore = (days: number): string => new Date(SNAPSHOT - days * DAY).toISOString().replace('.000Z', 'Z');

const OTTERS: readonly MadeRevision[] = [
  { id: 11, at: daysBefore(400), text: 'Otters & <b>rivers</b>', account: 'Ann' },
  { id: 12, at: daysBefore(0.1), text: 'Otters accept every refund', account: 'Mallory' },
];

interface Ran {
  readonly run: SnapshotRun;
  readonly pages: readonly { readonly revision: string; readonly text: string }[];
  readonly files: readonly string[];
}

async function run(content: string | Uint8Array, options: Partial<SnapshotRevisionsOptions> = {}): Promise<Ran> {
  return inScratchFolder(async (folder) => {
    const file = join(folder, 'export');
    await writeFile(file, content);
    const format = content[0] === '{' ? 'revision-lines' : 'media-wiki';
    const result = await snapshotRevisions({
      files: [{ path: 'export', file, format }],
      holdMs: 7 * DAY,
      snapshotAt: SNAPSHOT,
      now: SNAPSHOT + DAY,
      folder,
      ...options,
    });
    const lines = (await readFile(join(folder, 'pages.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
    const pages = lines.map((line) => JSON.parse(line) as Ran['pages'][number]);
    return { run: result, pages, files: (await readdir(folder)).sort() };
  });
}

const codes = ({ findings }: SnapshotRun): string[] => findings.map(({ code, severity }) => `${code} ${severity}`);

describe('a MediaWiki export', () => {
  it('gives each page as it stood, with who wrote it, and says what was held back', async () => {
    const { run: result, pages, files } = await run(mediaWikiExport({ 'River otter': OTTERS }));
    expect(pages).toEqual([
      {
        id: 'testwiki:1@11',
        source: 'testwiki',
        url: 'https://wiki.example/wiki/River_otter',
        title: 'River otter',
        revision: '11',
        created_at: new Date(SNAPSHOT - 400 * DAY).toISOString(),
        account: 'Ann',
        sha256: sha256('Otters & <b>rivers</b>'),
        text: 'Otters & <b>rivers</b>',
      },
    ]);
    expect(result.entries[0]).toMatchObject({
      verdict: 'taken',
      revision: '11',
      account: 'Ann',
      heldBack: [{ revision: '12', reason: 'too-young', account: 'Mallory' }],
      heldBackCount: 1,
    });
    expect(codes(result)).toEqual(['corpus/snapshot-too-young low']);
    expect(files).toEqual(['export', 'held.jsonl', 'pages.jsonl']);
  });

  it('is the same in gzip', async () => {
    const text = mediaWikiExport({ Otter: OTTERS });
    expect((await run(gzipSync(text))).pages).toEqual((await run(text)).pages);
  });

  it('marks an edit that was made and taken back around the snapshot: the shape of frontrunning', async () => {
    const reverted = [...OTTERS, { id: 13, at: daysBefore(0.05), text: OTTERS[0]!.text, account: 'Bob' }];
    const { run: result, pages } = await run(mediaWikiExport({ Otter: reverted }));
    expect(pages[0]?.revision).toBe('11');
    expect(codes(result).sort()).toEqual(['corpus/snapshot-reverted medium', 'corpus/snapshot-too-young low']);
  });

  it('holds a page that has only young revisions', async () => {
    const { run: result, pages } = await run(mediaWikiExport({ Otter: [OTTERS[1]!] }));
    expect(pages).toEqual([]);
    expect(result.entries[0]).toMatchObject({ verdict: 'held', sha256: '' });
    expect(codes(result)).toEqual(['corpus/snapshot-too-young medium']);
  });

  it('does not believe a text that is not what its SHA-1 says', async () => {
    const forged = { ...OTTERS[0]!, id: 14, at: daysBefore(30), text: 'forged', sha1: '0'.repeat(31) };
    const { run: result, pages } = await run(mediaWikiExport({ Otter: [OTTERS[0]!, forged] }));
    expect(pages[0]?.revision).toBe('11');
    expect(codes(result)).toEqual(['corpus/snapshot-unverifiable high']);
  });

  it('passes over hidden texts, and holds a page that has no other', async () => {
    const hidden = { ...OTTERS[1]!, at: daysBefore(30), isHidden: true };
    const { run: result, pages } = await run(mediaWikiExport({ A: [OTTERS[0]!, hidden], B: [hidden] }));
    expect(pages.map(({ revision }) => revision)).toEqual(['11']);
    expect(codes(result)).toEqual(['corpus/snapshot-unverifiable medium']);
  });

  it('takes the newest revision for the time of the snapshot, never today', async () => {
    const old = mediaWikiExport({ Otter: OTTERS });
    const { run: result, pages } = await inScratchFolder(async (folder) => {
      const file = join(folder, 'export');
      await writeFile(file, old);
      const files = [{ path: 'export', file, format: 'media-wiki' as const }];
      const judged = await snapshotRevisions({ files, holdMs: 7 * DAY, now: SNAPSHOT + 900 * DAY, folder });
      return { run: judged, pages: await readFile(join(folder, 'pages.jsonl'), 'utf8') };
    });
    expect(result.snapshotAt).toBe(new Date(SNAPSHOT - 0.1 * DAY).toISOString());
    expect(pages).not.toContain('refund');
  });

  it('keeps what was whole before a fault, names the place, and is not clean', async () => {
    const text = mediaWikiExport({ A: OTTERS, B: OTTERS, C: OTTERS });
    const cut = text.slice(0, text.indexOf('<title>C'));
    const { run: result, pages } = await run(cut);
    expect(pages).toHaveLength(2);
    expect(result.unreadable).toMatchObject([{ file: 'export', code: 'truncated' }]);
    const damaged = await run(text.replace('<title>B', '<title>&evil;'));
    expect(damaged.pages).toHaveLength(1);
    expect(damaged.run.unreadable[0]?.line).toBeGreaterThan(20);
  });

  it.each([
    ['an element inside a text', (text: string) => text.replace('&lt;b&gt;', '<b/>')],
    [
      'a page twice',
      (text: string) => text.replace('</mediawiki>', `${/<page>[\s\S]*<\/page>/.exec(text)![0]}</mediawiki>`),
    ],
    ['two texts in a revision', (text: string) => text.replace('<sha1>', '<text>other</text><sha1>')],
    ['a revision without a time', (text: string) => text.replace(/<timestamp>.*<\/timestamp>/, '')],
    ['a time that is none', (text: string) => text.replace(/<timestamp>/, '<timestamp>9')],
    ['an endless title', (text: string) => text.replace('<title>', `<title>${'x'.repeat(10_000)}`)],
    ['another document', (text: string) => text.replaceAll('mediawiki', 'html')],
  ])('is undecided with %s', async (_name, damage) => {
    const { run: result } = await run(damage(mediaWikiExport({ Otter: OTTERS })));
    expect(result.unreadable).toHaveLength(1);
  });
});

describe('revisions as JSON lines', () => {
  const line = (revision: string, days: number, text: string): string =>
    JSON.stringify({ url: 'https://wiki.example/a', revision, at: daysBefore(days), text, account: 'Ann' });

  it('are judged by the same rules, in any order', async () => {
    const lines = [line('1', 400, 'good'), line('2', 0.2, 'evil'), line('3', 0.1, 'good')];
    for (const order of [lines, [...lines].reverse()]) {
      const { run: result, pages } = await run(order.join('\n'));
      expect(pages).toMatchObject([{ revision: '1', text: 'good', source: 'wiki.example' }]);
      expect(result.entries[0]?.heldBack?.map(({ reason }) => reason)).toEqual(['too-young', 'reverted']);
    }
  });

  it('may have digests alone', async () => {
    const content = JSON.stringify({ url: 'https://w.example/', revision: 5, at: daysBefore(9), sha256: sha256('x') });
    const { run: result, pages } = await run(content);
    expect(result.entries).toMatchObject([{ verdict: 'taken', revision: '5', sha256: sha256('x') }]);
    expect(pages).toEqual([]);
  });

  it('report each line that cannot be used', async () => {
    const { run: result } = await run(
      [
        line('1', 400, 'good'),
        line('1', 300, 'again'),
        '{"url":"a"}',
        '{',
        '{"url":"a","revision":1,"at":"yesterday","text":""}',
        '{"url":"a","revision":1,"at":"2026-01-01T00:00:00","text":""}',
        '{"url":"a","revision":1,"at":"2026-01-01T00:00:00Z","sha256":"no"}',
      ].join('\n'),
    );
    expect(result.unreadable.map(({ line: at }) => at)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('contradict themselves where text and digest differ', async () => {
    const forged = { url: 'https://w.example/', revision: 1, at: daysBefore(90), text: 'a', sha256: sha256('b') };
    expect(codes((await run(JSON.stringify(forged))).run)).toContain('corpus/snapshot-unverifiable high');
  });
});
