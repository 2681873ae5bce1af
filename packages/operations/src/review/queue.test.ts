import { describe, expect, it } from 'vitest';
import type { QuarantinedRecord } from './folder/quarantine.ts';
import { buildQueue, MIN_FAMILY_RECORDS } from './queue.ts';

const PHRASE = `corpus/trigger-phrase:${'1'.repeat(32)}`;
const HAZARD = `corpus/hazard-without-precondition:${'2'.repeat(32)}`;
const COPIES = `corpus/tight-cluster:${'3'.repeat(32)}`;

function kept(number: number, ids: readonly string[], more: readonly string[] = []): QuarantinedRecord {
  return {
    digest: number.toString(16).padStart(64, '0'),
    recordId: `r${number}`,
    codes: [...ids.map((id) => id.slice(0, id.indexOf(':'))), ...more],
    findings: ids,
    isInSlice: false,
    offset: 0,
    length: 0,
  };
}

function finding(id: string) {
  const code = id.slice(0, id.indexOf(':'));
  return [id, { id, code, title: code, message: '', phrase: [], wording: [], accounts: 0, tenants: 0 }] as const;
}

const FINDINGS = new Map([finding(PHRASE), finding(HAZARD), finding(COPIES)]);
const numbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

function queue(flagged: readonly QuarantinedRecord[], sampled: readonly string[] = [], seed = 's') {
  return buildQueue({ flagged, findings: FINDINGS, sampled, seed });
}

describe('buildQueue', () => {
  it('puts families first, the gravest in front, then single records, then the sample', () => {
    const flagged = [
      ...numbers(5).map((n) => kept(n, [COPIES])),
      ...numbers(4, 10).map((n) => kept(n, [PHRASE])),
      kept(20, [HAZARD]),
    ];
    const items = queue(flagged, ['e'.repeat(64)]);
    expect(items.map(({ kind, id }) => [kind, id])).toEqual([
      ['family', PHRASE],
      ['family', COPIES],
      ['flagged', kept(20, []).digest],
      ['sample', 'e'.repeat(64)],
    ]);
    expect(new Set(items[0]!.records)).toEqual(new Set(numbers(4, 10).map((n) => kept(n, []).digest)));
  });

  it('reads a few records of one finding one by one', () => {
    const items = queue(numbers(MIN_FAMILY_RECORDS - 1).map((n) => kept(n, [PHRASE])));
    expect(items.map(({ kind }) => kind)).toEqual(numbers(MIN_FAMILY_RECORDS - 1).map(() => 'flagged'));
  });

  it('has a record judged for each of its reasons: in every family, and alone for what no family explains', () => {
    const both = kept(0, [PHRASE, COPIES]);
    const own = kept(1, [PHRASE, HAZARD]);
    const bare = kept(2, [PHRASE], ['corpus/encoded-payload']);
    const rule = kept(3, [PHRASE], ['corpus/cap-exceeded']);
    const items = queue([both, own, bare, rule, ...numbers(4, 10).map((n) => kept(n, [COPIES]))]);
    const inItems = (digest: string) => items.filter(({ records }) => records.includes(digest)).map(({ id }) => id);
    expect(inItems(both.digest)).toEqual([PHRASE, COPIES]);
    expect(inItems(own.digest)).toEqual([PHRASE, own.digest]);
    expect(inItems(bare.digest)).toEqual([PHRASE, bare.digest]);
    expect(inItems(rule.digest)).toEqual([PHRASE]);
  });

  it('asks nobody about a rule of the pipeline, unless nothing else speaks against the record', () => {
    const copies = `corpus/near-duplicate:${'5'.repeat(32)}`;
    const items = queue(numbers(5).map((n) => kept(n, [PHRASE, copies])));
    expect(items.map(({ id }) => id)).toEqual([PHRASE]);
    expect(queue(numbers(5).map((n) => kept(n, [copies]))).map(({ id }) => id)).toEqual([copies]);
  });

  it('never leaves a flagged record out, whatever it was flagged for', () => {
    const odd = [
      kept(0, []),
      kept(1, [], ['corpus/later-code']),
      kept(2, ['no-colon']),
      kept(3, [`corpus/unheard-of:${'4'.repeat(32)}`]),
    ];
    expect(new Set(queue(odd).flatMap(({ records }) => records))).toEqual(new Set(odd.map(({ digest }) => digest)));
  });

  it('shuffles the sample and the examples of a family by the seed alone, not by the order of the files', () => {
    const flagged = numbers(30).map((n) => kept(n, [PHRASE]));
    const sampled = numbers(40, 100).map((n) => kept(n, []).digest);
    const items = queue(flagged, sampled);
    expect(queue([...flagged].reverse(), [...sampled].reverse())).toEqual(items);
    expect(queue(flagged, sampled, 'another')).not.toEqual(items);
    expect(items.slice(1).map(({ id }) => id)).not.toEqual(sampled);
    expect(items[0]!.records).not.toEqual(flagged.map(({ digest }) => digest));
  });

  it('asks about a record once, where copies of it were admitted, flagged and sampled', () => {
    const one = kept(0, [HAZARD]);
    const twice = 'e'.repeat(64);
    const items = queue([one], [one.digest, twice, twice]);
    expect(items.map(({ kind }) => kind)).toEqual(['flagged', 'sample']);
  });
});
