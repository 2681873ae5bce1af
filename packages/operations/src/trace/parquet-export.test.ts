import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import type { ProvenanceRow } from '@bezoar/ledger';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportParquet, PARQUET_COLUMNS, ROWS_PER_GROUP } from './parquet-export.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parquet-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function rowAt(index: number): ProvenanceRow {
  const isRich = index % 2 === 0;
  return {
    v: 1,
    digest: sha256(`record ${index}`),
    nonce: sha256(`nonce ${index}`).slice(0, 32),
    source: {
      name: 'export',
      path: 'a/ß.jsonl',
      line: index + 1,
      sha256: sha256('file'),
      ...(isRich ? { revision: 'r1', fetchedAt: '2026-11-20T03:00:00.000Z' } : {}),
    },
    ingestedAt: '2026-11-21T03:00:00.000Z',
    tier: 'open',
    transforms: isRich ? ['nfkc', '😀 "x"'] : [],
    ...(isRich
      ? {
          id: `id ${index} \u0000ß`,
          tenant: 'aa'.repeat(8),
          account: 'bb'.repeat(8),
          cluster: 'c',
          createdAt: '2026-11-19T03:00:00.000Z',
          selectedBy: 'rule',
          slice: true,
          parents: [sha256('parent')],
          generator: 'model@1',
        }
      : {}),
  };
}

async function* rowsOf(count: number): AsyncGenerator<ProvenanceRow> {
  for (let index = 0; index < count; index += 1) yield rowAt(index);
}

/** The file, as another reader sees it. */
function fileAt(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

/** What a reader gives for a row: absent values are null. */
function asRead({ source, ...row }: ProvenanceRow): Record<string, unknown> {
  return {
    digest: row.digest,
    id: row.id ?? null,
    source_name: source.name,
    source_path: source.path,
    source_line: BigInt(source.line),
    source_sha256: source.sha256,
    source_revision: source.revision ?? null,
    source_fetched_at: source.fetchedAt ?? null,
    tenant: row.tenant ?? null,
    account: row.account ?? null,
    cluster: row.cluster ?? null,
    created_at: row.createdAt ?? null,
    ingested_at: row.ingestedAt,
    selected_by: row.selectedBy ?? null,
    slice: row.slice === true,
    tier: row.tier,
    parents: row.parents ?? null,
    generator: row.generator ?? null,
    transforms: row.transforms,
  };
}

describe('exportParquet', () => {
  it('writes every field of every row, which another reader gives back', async () => {
    const path = join(folder, 'rows.parquet');
    expect(await exportParquet(rowsOf(301), path)).toBe(301);
    const read = await parquetReadObjects({ file: fileAt(path) });
    expect(read.map((row) => ({ ...row }))).toEqual(Array.from({ length: 301 }, (_, index) => asRead(rowAt(index))));
    expect(Object.keys(read[0] ?? {})).toEqual([...PARQUET_COLUMNS]);
    expect(readdirSync(folder)).toEqual(['rows.parquet']);
  });

  it('starts a new row group where memory would grow', async () => {
    const path = join(folder, 'rows.parquet');
    async function* many(): AsyncGenerator<ProvenanceRow> {
      const row = rowAt(1);
      for (let index = 0; index < ROWS_PER_GROUP + 1; index += 1) yield row;
    }
    expect(await exportParquet(many(), path)).toBe(ROWS_PER_GROUP + 1);
    expect(parquetMetadata(fileAt(path)).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
      ROWS_PER_GROUP,
      1,
    ]);
  });

  it('writes a file without rows', async () => {
    const path = join(folder, 'rows.parquet');
    expect(await exportParquet(rowsOf(0), path)).toBe(0);
    expect(await parquetReadObjects({ file: fileAt(path) })).toEqual([]);
  });

  it('leaves an older file as it was, and nothing else, where the rows end in an error', async () => {
    const path = join(folder, 'rows.parquet');
    await exportParquet(rowsOf(1), path);
    const before = readFileSync(path);
    async function* failing(): AsyncGenerator<ProvenanceRow> {
      yield rowAt(0);
      throw new Error('altered row');
    }
    await expect(exportParquet(failing(), path)).rejects.toThrow('altered row');
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['rows.parquet']);
  });
});
