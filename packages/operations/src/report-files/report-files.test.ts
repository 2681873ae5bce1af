import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportDocument } from '@bezoar/report';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReportTarget, writeReports } from './report-files.ts';

const DOCUMENT: ReportDocument = {
  title: 'T',
  tool: { name: 'bezoar', version: '0.0.0' },
  generatedAt: '2026-01-01T00:00:00Z',
  headline: { verdict: 'clean', tone: 'good', sentence: 'fine' },
  blocks: [],
  findings: [],
  inputs: [],
  checks: [],
};

describe('writeReports', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-reports-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const html = () => ({ format: 'html' as const, path: join(folder, 'r.html') });

  it('writes each report and leaves nothing else', async () => {
    await writeReports(DOCUMENT, [html(), { format: 'sarif', path: join(folder, 'r.sarif') }], 'high');
    expect((await readdir(folder)).sort()).toEqual(['r.html', 'r.sarif']);
  });

  it('writes none where one cannot be written, and keeps the former files', async () => {
    await writeFile(html().path, 'former');
    const lost = { format: 'sarif' as const, path: join(folder, 'missing', 'r.sarif') };
    await expect(writeReports(DOCUMENT, [html(), lost], 'high')).rejects.toMatchObject({ code: 'report/not-written' });
    expect(await readdir(folder)).toEqual(['r.html']);
    expect(await readFile(html().path, 'utf8')).toBe('former');
  });

  it('leaves no temporary file where a target turns out to be a folder', async () => {
    await mkdir(join(folder, 'r.html'));
    await expect(writeReports(DOCUMENT, [html()], 'high')).rejects.toMatchObject({ code: 'report/not-written' });
    expect(await readdir(folder)).toEqual(['r.html']);
  });

  it('writes nothing when it is interrupted before all are ready', async () => {
    const stop = AbortSignal.abort(new Error('interrupted'));
    await expect(writeReports(DOCUMENT, [html()], 'high', stop)).rejects.toThrow('interrupted');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('parseReportTarget', () => {
  it('splits at the first equals sign, so that a path may hold others', () => {
    expect(parseReportTarget('html=a=b.html')).toEqual({ format: 'html', path: 'a=b.html' });
  });

  it.each([
    ['htm=x', 'report/unknown-format', 'did you mean `html`?'],
    ['html', 'report/no-file', 'after `html=`'],
    ['html=', 'report/no-file', 'after `html=`'],
    ['=x', 'report/unknown-format', 'known: html, sarif, junit, markdown'],
  ])('refuses %j', (text, code, words) => {
    expect(() => parseReportTarget(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});
