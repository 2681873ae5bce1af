import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { type NearDuplicateEvidenceOf, nearDuplicateFindings } from './near-duplicate-finding.ts';
import { MAX_FINDINGS_PER_CODE, type RecordFinding } from './record-finding.ts';
import { describeTexts, type SampleText, searchTexts } from './testing/text-columns.ts';

const WORDS =
  'amber birch cedar dune ember fjord grove heath inlet jetty knoll larch marsh north ocean plain quay ridge'.split(
    ' ',
  );

/** `copies` of a text with one word changed at the end. */
function family(name: string, copies: number, fields: Partial<SampleText> = {}): SampleText[] {
  const random = seededRandom(name);
  const text = Array.from({ length: 40 }, () => `${random.pick(WORDS)}${random.pick(WORDS)}`).join(' ');
  return Array.from({ length: copies }, (_, i) => ({
    prompt: `${text} ${WORDS[i % WORDS.length]}`,
    tenant: 't',
    account: `${name}${i}`,
    ...fields,
  }));
}

async function findingsOf(
  samples: readonly SampleText[],
  inSlice: (record: number) => boolean = () => false,
): Promise<RecordFinding<NearDuplicateEvidenceOf>[]> {
  const near = await searchTexts(samples);
  return nearDuplicateFindings(near, {
    describe: describeTexts(samples),
    inSlice: Uint8Array.from(samples, (_, record) => (inSlice(record) ? 1 : 0)),
  });
}

describe('nearDuplicateFindings', () => {
  it('gives a large family a finding of its own and the small ones one together', async () => {
    const samples = [...family('large', 9), ...family('small', 2), ...family('pair', 2), ...family('single', 1)];
    const findings = await findingsOf(samples);
    expect(findings.map(({ finding }) => finding.severity)).toEqual(['low', 'info']);
    const [large, rest] = findings;
    expect(large!.records).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(large!.finding).toMatchObject({
      code: 'corpus/near-duplicate',
      control: 'corpus/near-duplicates',
      evidence: { families: 1, records: 9, superfluous: 8, accounts: 9, tenants: 1 },
    });
    expect(large!.finding.evidence.recordIds).toEqual(large!.records.map((record) => `r${record}`));
    expect(large!.finding.evidence.similarity.min).toBeGreaterThan(0.8);
    expect(rest!.finding.evidence).toMatchObject({ families: 2, superfluous: 2, undecided: 0 });
    expect(rest!.finding.message).toBe(
      '2 further families of near-duplicates hold 2 superfluous records, 14 % of the corpus',
    );
  });

  it('is medium where one account sends the copies, high where they perform a declared action', async () => {
    const samples = [...family('one', 8, { account: 'one' }), ...family('slice', 8), ...family('many', 12)];
    const findings = await findingsOf(samples, (record) => record >= 8 && record < 16);
    expect(findings.map(({ finding, records }) => [finding.severity, records.length])).toEqual([
      ['high', 8],
      ['low', 12],
      ['medium', 8],
    ]);
  });

  it('is not high for fewer copies than teach anything, nor where the action is the exception', async () => {
    const few = await findingsOf(family('few', 7), () => true);
    const exception = await findingsOf(family('mixed', 30), (record) => record < 9);
    expect([...few, ...exception].map(({ finding }) => finding.severity)).toEqual(['low', 'low']);
  });

  it('lists a bounded number, the gravest first, and keeps the worst severity of the rest', async () => {
    const harmless = Array.from({ length: 30 }, (_, i) => family(`harmless${i}`, 9)).flat();
    const grave = Array.from({ length: MAX_FINDINGS_PER_CODE + 2 }, (_, i) => family(`grave${i}`, 8)).flat();
    const findings = await findingsOf([...harmless, ...grave], (record) => record >= harmless.length);
    expect(findings).toHaveLength(MAX_FINDINGS_PER_CODE + 1);
    expect(findings.every(({ finding }) => finding.severity === 'high')).toBe(true);
    expect(findings.at(-1)!.finding.evidence.families).toBe(32);
  });

  it('finds nothing in different records, and nothing in none', async () => {
    expect(await findingsOf(['a', 'b', 'c'].flatMap((name) => family(name, 1)))).toEqual([]);
    expect(await findingsOf([])).toEqual([]);
  });

  it('keeps its id when the family grows', async () => {
    const [before] = await findingsOf(family('same', 8));
    const [after] = await findingsOf(family('same', 8));
    expect(after!.finding.id).toBe(before!.finding.id);
    expect(before!.finding.id).toMatch(/^corpus\/near-duplicate:[0-9a-f]{32}$/);
  });
});
