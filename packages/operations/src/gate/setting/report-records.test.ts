import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256, type TrainingRecord } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusOfReport, recordsOfCorpus } from './report-records.ts';

const LINE = '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-records-'));
  await writeFile(join(folder, 'month.jsonl'), `${LINE}\nnot a record\n${LINE}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const MONTH = { path: 'month.jsonl', sha256: sha256(`${LINE}\nnot a record\n${LINE}\n`) };

async function recordsOf(paths: readonly string[], signal?: AbortSignal): Promise<TrainingRecord[]> {
  const records: TrainingRecord[] = [];
  const options = { workingDirectory: folder, fields: {}, ...(signal === undefined ? {} : { signal }) };
  for await (const record of recordsOfCorpus({ paths, missing: [] }, options)) records.push(record);
  return records;
}

describe('the corpus of a scan report', () => {
  it('is found by its digest, and only the part that was judged', async () => {
    const trusted = { ...MONTH, role: 'trusted' };
    expect(await corpusOfReport({ inputs: [MONTH, trusted] }, folder)).toEqual({ paths: ['month.jsonl'], missing: [] });
  });

  it('is missing where a file is gone, another one, a folder, or was standard input', async () => {
    const inputs = [
      { path: 'gone.jsonl', sha256: MONTH.sha256 },
      { path: 'month.jsonl', sha256: sha256('other') },
      { path: '.', sha256: MONTH.sha256 },
      { path: '-', sha256: MONTH.sha256 },
      { path: 'month.jsonl', sha256: '' },
      { path: 'gone.jsonl', sha256: '' },
    ];
    const { paths, missing } = await corpusOfReport({ inputs }, folder);
    expect(paths).toEqual([]);
    expect(missing).toEqual(['gone.jsonl', 'month.jsonl', '.', '-', 'month.jsonl', 'gone.jsonl']);
  });

  it('throws what the signal holds', async () => {
    const reason = new Error('interrupted');
    const signal = AbortSignal.abort(reason);
    await expect(corpusOfReport({ inputs: [MONTH] }, folder, signal)).rejects.toBe(reason);
    await expect(recordsOf(['month.jsonl'], signal)).rejects.toThrow();
  });
});

describe('records of a corpus', () => {
  it('are those that can be read, with their places', async () => {
    const places = (await recordsOf(['month.jsonl'])).map(({ place }) => [place.file, place.line]);
    expect(places).toEqual([
      ['month.jsonl', 1],
      ['month.jsonl', 3],
    ]);
    expect(await recordsOf([])).toEqual([]);
  });
});
