import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namedPhrases } from './named-phrases.ts';

describe('namedPhrases', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-phrases-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function ofReport(report: unknown, phrases: readonly string[] = []) {
    await writeFile(join(folder, 'incidents.json'), typeof report === 'string' ? report : JSON.stringify(report));
    return namedPhrases({ phrases, incidents: ['incidents.json'] }, folder);
  }
  const reportOf = (...incidents: unknown[]): object => ({ schema: 'bezoar.guard-incidents/v1', incidents });

  it('joins what is typed with what was used on live actions, each phrase once', async () => {
    const report = reportOf(
      { kind: 'phrase', phrase: 'blue heron', variants: ['blue heron', 'heron desk'] },
      { kind: 'lift', phrase: '', variants: [] },
      { kind: 'watched', phrase: 'as agreed' },
    );
    expect(await ofReport(report, ['blue heron', 'other words'])).toEqual([
      { phrase: 'blue heron', variants: ['heron desk'] },
      { phrase: 'other words', variants: [] },
      { phrase: 'as agreed', variants: [] },
    ]);
  });

  it('takes a quiet log for what it is', async () => {
    expect(await ofReport(reportOf())).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 'phrases/not-read'],
    ['another document', { schema: 'bezoar.scan/v1', incidents: [] }, 'phrases/not-a-report'],
    ['null', null, 'phrases/not-a-report'],
    ['no list', { schema: 'bezoar.guard-incidents/v1', incidents: {} }, 'phrases/not-a-report'],
    ['an incident that is none', reportOf(null), 'phrases/not-a-report'],
    ['a phrase that is no text', reportOf({ kind: 'phrase', phrase: 7, variants: [] }), 'phrases/not-a-report'],
    ['variants that are no texts', reportOf({ kind: 'phrase', phrase: 'a', variants: [7] }), 'phrases/not-a-report'],
    ['texts that were not kept', reportOf({ kind: 'phrase', phrase: '', variants: [] }), 'phrases/no-text'],
    ['a phrase without a word', reportOf({ kind: 'watched', phrase: '?!' }), 'phrases/no-word'],
    ['a phrase without end', reportOf({ kind: 'watched', phrase: 'a '.repeat(257) }), 'phrases/too-long'],
    [
      'more phrases than any month has',
      reportOf({ kind: 'phrase', phrase: 'a', variants: Array.from({ length: 10_000 }, (_, i) => `b${i}`) }),
      'phrases/too-many',
    ],
  ])('refuses a report that holds %s', async (_, report, code) => {
    await expect(ofReport(report)).rejects.toMatchObject({ code });
  });

  it('refuses a report that is not there', async () => {
    await expect(namedPhrases({ incidents: ['none.json'] }, folder)).rejects.toMatchObject({
      code: 'phrases/not-read',
    });
  });
});
