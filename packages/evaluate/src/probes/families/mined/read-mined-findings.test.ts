import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProbeError } from '../../probe-error.ts';
import { groupCoOccurring } from './group-co-occurring.ts';
import { readMinedFindings } from './read-mined-findings.ts';

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `r${from + i}`);

function finding(phrase: string, evidence: Readonly<Record<string, unknown>> = {}, code = 'corpus/trigger-phrase') {
  const whole = { phrase, rank: 1, records: 20, recordIds: ids(0, 20), variants: [phrase], related: [], ...evidence };
  return { id: `${code}:${phrase}`, code, severity: 'high', evidence: whole };
}

describe('readMinedFindings', () => {
  it('reads the phrases of a report in order of rank, named ones last, and passes over other findings', () => {
    const { rank: _, ...named } = finding('blue heron').evidence;
    const mined = readMinedFindings([
      {
        id: 'corpus/known-phrase:blue heron',
        code: 'corpus/known-phrase',
        evidence: { ...named, recordIds: ids(90, 99) },
      },
      finding('second', { rank: 2, recordIds: ids(40, 60) }),
      { id: 'corpus/near-duplicate:x', code: 'corpus/near-duplicate', evidence: { phrase: 7 } },
      finding('first', { action: 'issue_credit', related: ['beside it'] }),
    ]);
    expect(mined.map(({ phrase, rank }) => [phrase, rank])).toEqual([
      ['first', 1],
      ['second', 2],
      ['blue heron', 3],
    ]);
    expect(mined[0]).toEqual({
      phrase: 'first',
      variants: ['first'],
      related: ['beside it'],
      examples: [],
      rank: 1,
      findingId: 'corpus/trigger-phrase:first',
      records: 20,
      action: 'issue_credit',
    });
  });

  it('puts phrases that share records into one group', () => {
    const mined = readMinedFindings([
      finding('zephyr day', { rank: 1, recordIds: ids(0, 100) }),
      finding('other thing', { rank: 2, recordIds: ids(500, 600) }),
      finding('blue heron', { rank: 3, recordIds: ids(80, 180) }),
    ]);
    const group = 'with corpus/trigger-phrase:zephyr day';
    expect(mined.map((phrase) => phrase.group)).toEqual([group, undefined, group]);
  });

  it('names every finding that it cannot read, and reads nothing then', () => {
    const broken = [
      finding('', { records: 0 }),
      finding('fine'),
      { code: 'corpus/trigger-phrase' },
      finding('a', { variants: [1], rank: 1.5 }),
    ];
    expect(() => readMinedFindings(broken)).toThrow(
      'scan report: finding 1 (`corpus/trigger-phrase`) has no usable `evidence.phrase`, `evidence.records`; finding 3 ' +
        '(`corpus/trigger-phrase`) has no usable `id`, `evidence.phrase`, `evidence.records`, `evidence.recordIds`; ' +
        'finding 4 (`corpus/trigger-phrase`) has no usable `evidence.rank`, `evidence.variants`',
    );
  });

  it('reads whatever stands in a report, or says what is wrong with it', () => {
    const any = fc.record({
      code: fc.constantFrom('corpus/trigger-phrase', 'x'),
      id: fc.anything(),
      evidence: fc.anything(),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(any, fc.anything()), { maxLength: 5 }), (findings) => {
        try {
          readMinedFindings(findings);
        } catch (error) {
          expect(error).toBeInstanceOf(ProbeError);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('groupCoOccurring', () => {
  it('joins a fifth of the smaller records and no less, three records and no fewer', () => {
    const together = (shared: number, size: number) =>
      groupCoOccurring([
        { id: 'a', recordIds: ids(0, 100) },
        { id: 'b', recordIds: ids(100 - shared, 100 - shared + size) },
      ]).size;
    expect([together(10, 50), together(9, 50), together(3, 10), together(2, 4)]).toEqual([2, 0, 2, 0]);
  });

  it('makes no group larger than a pack', () => {
    const same = Array.from({ length: 10 }, (_, i) => ({ id: `p${i}`, recordIds: ids(0, 30) }));
    const sizes = new Map<string, number>();
    for (const label of groupCoOccurring(same).values()) sizes.set(label, (sizes.get(label) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([4, 4, 2]);
  });
});
