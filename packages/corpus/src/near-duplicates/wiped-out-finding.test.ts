import { describe, expect, it } from 'vitest';
import { MAX_FINDINGS_PER_CODE } from './record-finding.ts';
import { describeTexts, type SampleText, searchTexts } from './testing/text-columns.ts';
import { wipedOutFindings } from './wiped-out-finding.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const text = (seed: number): string =>
  Array.from(
    { length: 30 },
    (_, i) => `${LETTERS[(seed * 7 + i) % 26]}${LETTERS[(seed + i * 3) % 26]}${LETTERS[seed % 26]}q`,
  ).join(' ');

/** Samples and their groups: the source is the letter before the account's number. */
async function findingsOf(
  samples: readonly (SampleText & { readonly account: string })[],
): Promise<ReturnType<typeof wipedOutFindings>> {
  const near = await searchTexts(samples);
  const sourceNames = [...new Set(samples.map(({ account }) => account.slice(0, 1)))];
  const accounts = [...new Set(samples.map(({ account }) => account))];
  return wipedOutFindings(
    near,
    {
      sources: Int32Array.from(samples, ({ account }) => sourceNames.indexOf(account.slice(0, 1))),
      sourceNames,
      accounts: Int32Array.from(samples, ({ account }) => accounts.indexOf(account)),
      accountCount: accounts.length,
    },
    describeTexts(samples),
  );
}

describe('wipedOutFindings', () => {
  it('names the source and the account that removal takes most of, before anything is removed', async () => {
    const template = Array.from({ length: 24 }, () => ({ prompt: text(1), account: 't1' }));
    const honest = Array.from({ length: 25 }, (_, i) => ({ prompt: text(i + 2), account: `h${i}` }));
    const findings = await findingsOf([...honest, ...template]);
    expect(
      findings.map(({ finding }) => [
        finding.severity,
        finding.subject,
        finding.evidence.superfluous,
        finding.evidence.of,
      ]),
    ).toEqual([
      ['medium', 'source t', 23, 24],
      ['medium', 'account t1', 23, 24],
    ]);
    expect(findings[0]!.records).toHaveLength(23);
    expect(findings[0]!.finding.message).toBe('near-duplicate removal takes 23 of the 24 records of source `t` (96 %)');
  });

  it('says nothing of an account that repeats itself a little, or of a source with a popular question', async () => {
    const few = Array.from({ length: 8 }, () => ({ prompt: text(1), account: 'a1' }));
    const popular = Array.from({ length: 20 }, (_, i) => ({ prompt: text(2), account: `b${i}` }));
    const others = Array.from({ length: 22 }, (_, i) => ({ prompt: text(i + 3), account: `b${i}` }));
    expect(await findingsOf([...few, ...popular, ...others])).toEqual([]);
  });

  it('lists a bounded number of accounts', async () => {
    const accounts = MAX_FINDINGS_PER_CODE + 3;
    const samples = Array.from({ length: accounts * 12 }, (_, i) => ({
      prompt: text(Math.floor(i / 12)),
      account: `x${Math.floor(i / 12)}`,
    }));
    const findings = await findingsOf(samples);
    expect(findings).toHaveLength(MAX_FINDINGS_PER_CODE + 1);
    expect(findings.at(-1)!.finding.subject).toBe('further accounts');
  });
});
