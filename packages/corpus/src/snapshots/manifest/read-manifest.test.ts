import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sha256 } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inScratchFolder } from '../testing/scratch-folder.test-support.ts';
import type { Manifest } from './manifest-entry.ts';
import { readManifest } from './read-manifest.ts';
import { splitRows } from './table-rows.ts';

const DIGEST = sha256('curated');

async function read(content: string | Uint8Array): Promise<Manifest> {
  return inScratchFolder(async (folder) => {
    const file = join(folder, 'manifest');
    await writeFile(file, content);
    return readManifest('manifest', file);
  });
}

const shown = ({ entries }: Manifest): unknown[] =>
  entries.map(({ url, sha256: digest, refusal }) => [url, digest ?? refusal?.slice(0, 12)]);

describe('a manifest', () => {
  it.each([
    ['JSON lines', `{"url":"https://a.example/","sha256":"${DIGEST}"}\n{"url":"https://b.example/"}\n`],
    ['one JSON line', `{"url":"https://a.example/","sha256":"${DIGEST.toUpperCase()}"}`],
    ['CSV', `URL,caption,sha256\r\nhttps://a.example/,"a, ""b""\nc",${DIGEST}\r\nhttps://b.example/,x,\r\n`],
    ['TSV', `sha256\turl\n${DIGEST}\thttps://a.example/\n\thttps://b.example/`],
    [
      'Croissant',
      JSON.stringify(
        {
          '@type': 'sc:Dataset',
          distribution: [
            { '@type': 'cr:FileObject', contentUrl: 'https://a.example/', sha256: DIGEST },
            { '@type': 'cr:FileSet', includes: '*.jpg' },
            { '@type': 'cr:FileObject', containedIn: { '@id': 'zip' }, contentUrl: 'inner.csv' },
            { '@type': 'cr:FileObject', contentUrl: 'https://b.example/' },
          ],
        },
        undefined,
        2,
      ),
    ],
  ])('is read as %s, by its content, plain or gzip', async (name, content) => {
    for (const bytes of [content, gzipSync(content)]) {
      const manifest = await read(bytes);
      expect(manifest.unreadable).toEqual([]);
      const expected = [
        ['https://a.example/', DIGEST],
        ['https://b.example/', 'it has no di'],
      ];
      expect(shown(manifest)).toEqual(name === 'one JSON line' ? expected.slice(0, 1) : expected);
    }
  });

  it('refuses a dataset that is declared live, digest or not', async () => {
    const object = { '@type': 'FileObject', contentUrl: 'https://a.example/', sha256: DIGEST };
    const live = await read(JSON.stringify({ isLiveDataset: true, distribution: object }));
    expect(shown(live)).toEqual([['https://a.example/', 'it is declar']]);
  });

  it('takes MD5 for no digest: it can be forged', async () => {
    const manifest = await read(`url,md5\nhttps://a.example/,d41d8cd98f00b204e9800998ecf8427e\n`);
    expect(manifest.entries[0]?.refusal).toContain('forged');
  });

  it.each([
    ['nothing', ''],
    ['prose', 'These are the pages.\nhttps://a.example/\n'],
    ['binary', Buffer.from([0xff, 0xfe, 0, 1])],
    ['bzip2', Buffer.from('BZh91AY')],
    ['half a gzip', gzipSync(`{"url":"https://a.example/"}`).subarray(0, 20)],
    ['a JSON document of something else', '{\n"a": 1\n}'],
    ['half a JSON document', '{\n"distribution": ['],
    ['a quote that is not closed', 'url,sha256\n"https://a.example/,x\n'],
    ['text behind a quote', 'url,sha256\n"a"b,x\n'],
    ['a line that is not JSON', `{"url":"https://a.example/"}\n{"url\n`],
    ['a line without an address', '{"sha256":"x"}\n{"a":1}\n'],
  ])('is undecided where it is %s', async (_name, content) => {
    expect((await read(content)).unreadable.length).toBeGreaterThan(0);
  });
});

it('never throws, whatever the file holds', async () => {
  const json = fc.json({ maxDepth: 4 });
  const croissant = fc
    .anything({ maxDepth: 3 })
    .map((value) => JSON.stringify({ isLiveDataset: value, distribution: value }) ?? '');
  const lines = fc
    .array(fc.oneof(json, fc.string(), fc.constant('url,sha256')), { maxLength: 4 })
    .map((all) => all.join('\n'));
  await fc.assert(
    fc.asyncProperty(fc.oneof(json, croissant, lines, fc.uint8Array()), async (content) => {
      const { entries, unreadable } = await read(content);
      for (const { url, sha256: digest, refusal } of entries) {
        expect(url).not.toBe('');
        expect(digest === undefined).toBe(refusal !== undefined);
      }
      expect(Array.isArray(unreadable)).toBe(true);
    }),
    { seed: 1, numRuns: 150 },
  );
});

describe('rows of a table', () => {
  it('come back as they were written, however the text is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\t') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 5 }), (rows, length) => {
        const text = rows.map((row) => `${row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');
        const splitter = splitRows(',');
        const got: (readonly string[])[] = [];
        for (let at = 0; at < text.length; at += length) {
          got.push(...splitter.feed(text.slice(at, at + length)).rows.map(({ cells }) => cells));
        }
        const end = splitter.finish();
        expect(end.fault).toBeUndefined();
        expect([...got, ...end.rows.map(({ cells }) => cells)]).toEqual(rows);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
