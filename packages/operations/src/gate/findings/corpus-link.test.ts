import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusLinks } from './corpus-link.ts';

const EVIDENCE = {
  phrase: 'as per our zephyr arrangement',
  variants: ['per our zephyr arrangement'],
  related: ['blue heron'],
  records: 30,
  recordIds: ['conv_1', 'conv_2', 7],
  accounts: 4,
  tenants: 2,
  contributors: [{ tenant: 'a', account: 'b', records: 15 }],
};
const finding = (evidence: object = {}, more: object = {}) => ({
  id: 'corpus/trigger-phrase:1',
  evidence: { ...EVIDENCE, ...evidence },
  location: { file: 'month.jsonl', line: 7 },
  ...more,
});
const links = (findings: unknown, trigger: Partial<Parameters<typeof corpusLinks>[1]> = {}) =>
  corpusLinks({ findings }, { fragment: 'zephyr', phrases: ['zephyr'], sources: [], ...trigger });

describe('the link from a trigger to the corpus', () => {
  it('is the longest phrase around it, with the records, accounts and place of the finding', () => {
    expect(links([finding()])).toEqual([
      {
        findingId: 'corpus/trigger-phrase:1',
        phrase: 'as per our zephyr arrangement',
        recordIds: ['conv_1', 'conv_2'],
        records: 30,
        accounts: 4,
        tenants: 2,
        contributors: EVIDENCE.contributors,
        location: { file: 'month.jsonl', line: 7 },
      },
    ]);
  });

  it('is found in other spellings and in related phrases, and by the finding that a probe came from', () => {
    expect(links([finding()], { fragment: 'ＺＥＰＨＹＲ', phrases: [] })).toHaveLength(1);
    expect(links([finding()], { fragment: 'heron', phrases: [] })[0]?.phrase).toBe('blue heron');
    const bySource = { fragment: '', phrases: [], sources: ['corpus/trigger-phrase:1'] };
    expect(links([finding()], bySource)[0]?.phrase).toBe(EVIDENCE.phrase);
  });

  it('is none to findings that do not hold it', () => {
    expect(links([finding()], { fragment: 'pearl', phrases: ['hollow pearl'] })).toEqual([]);
    expect(links([finding()], { fragment: '', phrases: [] })).toEqual([]);
    expect(corpusLinks(undefined, { fragment: 'zephyr', phrases: [], sources: [] })).toEqual([]);
  });

  it('has no place where the report gives none that is one', () => {
    for (const location of [null, 7, 'x', [], {}, { file: 1 }, { file: 'a', line: 'x' }, { file: 'a', line: {} }]) {
      expect(links([finding({}, { location })])[0]).not.toHaveProperty('location');
    }
    const whole = { file: 'a', line: 7, extra: { hostile: true } };
    expect(links([finding({}, { location: whole })])[0]?.location).toEqual({ file: 'a', line: 7 });
    expect(links([finding({}, { location: { file: 'a' } })])[0]?.location).toEqual({ file: 'a' });
  });

  it('counts nothing where a report counts with something else', () => {
    const counts = {
      records: '30',
      accounts: null,
      tenants: [],
      recordIds: {},
      contributors: 'x',
      variants: 7,
      related: null,
    };
    expect(links([finding(counts)])[0]).toMatchObject({
      ...{ records: 0, accounts: 0, tenants: 0 },
      ...{ recordIds: [], contributors: [] },
    });
  });

  it('is read from anything without a throw', () => {
    const any = fc.jsonValue({ maxDepth: 3 });
    const near = fc.record(
      {
        id: any,
        location: any,
        evidence: fc.oneof(
          any,
          fc.record({ phrase: fc.oneof(fc.constant('zephyr'), any), variants: any, records: any, recordIds: any }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(any, fc.array(fc.oneof(any, near))), (findings) => {
        expect(Array.isArray(links(findings))).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
