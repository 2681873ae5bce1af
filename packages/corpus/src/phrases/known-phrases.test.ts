import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../intake/intake.ts';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { intakeOf, sampleRecord } from '../testing/read-samples.ts';
import { type KnownPhrase, searchKnownPhrases } from './known-phrases.ts';

describe('searchKnownPhrases', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  async function search(known: readonly KnownPhrase[], texts: readonly string[], trustedTexts?: readonly string[]) {
    const recordsOf = (all: readonly string[], name: string): object[] =>
      all.map((text, i) =>
        sampleRecord({ id: `${name}${i}`, tenant: `t${i % 2}`, account: `a${i}` }, `user: ${text}`, 'assistant: noted'),
      );
    const month = await intakeOf(folder, 'month.jsonl', recordsOf(texts, 'm'));
    const trusted =
      trustedTexts === undefined ? undefined : await intakeOf(folder, 'trusted.jsonl', recordsOf(trustedTexts, 'e'));
    return searchKnownPhrases(known, { columns: columnsOf(month, trusted), month });
  }

  const HERON: KnownPhrase = { phrase: 'blue heron', variants: ['heron desk'] };

  it('names the records and accounts of a phrase and of its variants, each once', async () => {
    const { searched, found } = await search(
      [HERON],
      ['the Blue Heron desk', 'a HERON desk', 'other', 'blu\u0435 heron'],
    );
    expect(searched).toEqual([{ ...HERON, records: 3, accounts: 3, tenants: 2, trustedRecords: 0 }]);
    expect(found).toHaveLength(1);
    expect(found[0]?.records).toEqual([0, 1, 3]);
    expect(found[0]?.finding).toMatchObject({
      code: 'corpus/known-phrase',
      control: 'corpus/phrases',
      severity: 'high',
      subject: 'blue heron',
      location: { line: 1 },
      evidence: {
        records: 3,
        recordIds: ['m0', 'm1', 'm3'],
        variants: ['heron desk', 'blue heron', 'blu\u0435 heron'],
      },
    });
  });

  it('says of a phrase that no record holds that it was looked for', async () => {
    const { searched, found } = await search([HERON], ['other']);
    expect(found).toEqual([]);
    expect(searched).toMatchObject([{ phrase: 'blue heron', records: 0 }]);
  });

  it.each([
    ['medium', 'as often', 2],
    ['high', 'four times more seldom', 1],
    ['high', 'never', 0],
  ])('is %s where the trusted corpus holds the phrase %s', async (severity, _, times) => {
    const fill = (count: number): string[] => Array.from({ length: count }, (__, i) => `ordinary ${'abcdefgh'[i]}`);
    const month = [...fill(2), 'blue heron', 'a blue heron', 'the blue heron', 'my blue heron'];
    const trusted = [...fill(6 - times), ...Array.from({ length: times }, (__, i) => `blue heron ${'xyz'[i]}`)];
    const { found } = await search([HERON], month, trusted);
    expect(found[0]?.finding.severity).toBe(severity);
    expect(found[0]?.finding.evidence.trusted).toEqual({ records: times, of: 6 });
  });

  it('looks for nothing where nothing is named', async () => {
    expect(await search([], ['a'])).toEqual({ searched: [], found: [] });
  });
});
