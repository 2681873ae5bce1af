import { describe, expect, it } from 'vitest';
import { hiddenText } from './hidden-text.ts';
import { honestMonth, inputOf, type SampleContribution } from './testing/sample-month.ts';
import { TEXT_SIGNALS } from './text-signals.ts';

const month = honestMonth('hidden', 2000);
const flagged = (count: number, flags: number, isAction = false): SampleContribution[] =>
  Array.from({ length: count }, (_, i) => ({ account: `f${i}`, tenant: 't1', flags, isAction }));

describe('hiddenText', () => {
  it('reports every signal under its code, with all its records', () => {
    const found = hiddenText(inputOf([...month, ...flagged(3, TEXT_SIGNALS.zeroWidth | TEXT_SIGNALS.base64)]));
    expect(
      found.map(({ finding, records }) => [finding.code, finding.subject, finding.severity, records.length]),
    ).toEqual([
      ['corpus/invisible-characters', 'zero-width characters within text', 'low', 3],
      ['corpus/encoded-payload', 'base64 or base32 that decodes to words', 'medium', 3],
    ]);
    expect(found[0]!.finding.message).toBe('3 records, 3 accounts, 1 tenant hold zero-width characters within text');
  });

  it('stays low for what the trusted corpus has as often', () => {
    const flags = TEXT_SIGNALS.base64;
    const found = hiddenText(inputOf([...month, ...flagged(9, flags)], [...month, ...flagged(8, flags)]));
    expect(found.map(({ finding }) => finding.severity)).toEqual(['low']);
  });

  it('is high where the hidden text comes with an action that others rarely perform', () => {
    const found = hiddenText(inputOf([...month, ...flagged(12, TEXT_SIGNALS.zeroWidth, true)], month));
    expect(found.map(({ finding }) => finding.severity)).toEqual(['high']);
    expect(found[0]!.finding.message).toContain('12 perform or claim a declared action');
  });

  it('ignores other bits, and finds nothing in plain text', () => {
    expect(hiddenText(inputOf([...month, ...flagged(30, 128)]))).toEqual([]);
  });
});
