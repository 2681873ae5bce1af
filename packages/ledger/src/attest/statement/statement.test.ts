import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subject } from './resource-descriptor.ts';
import { createStatement, MAX_STATEMENT_BYTES, parseStatement, STATEMENT_TYPE, statementBytes } from './statement.ts';
import { createTestResult, parseTestResult, TEST_RESULT_TYPE } from './test-result.ts';

const A = 'a'.repeat(64);
const SUBJECT: readonly Subject[] = [{ name: 'month.jsonl', digest: { sha256: A } }];
const RUN = {
  configuration: [{ name: 'THREATMODEL.md', digest: { sha256: A } }],
  passedTests: ['corpus.phrases'],
  warnedTests: [],
  failedTests: [],
};
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const PLAIN = { _type: STATEMENT_TYPE, subject: SUBJECT, predicateType: 'bezoar:attestation/x/v0.1', predicate: {} };

describe('an in-toto statement', () => {
  it('has canonical bytes that read back as the same statement', () => {
    const statement = createStatement(SUBJECT, 'bezoar:attestation/x/v0.1', { b: 1, a: [true, null] });
    const bytes = statementBytes(statement);
    expect(new TextDecoder().decode(bytes)).toBe(
      `{"_type":"https://in-toto.io/Statement/v1","predicate":{"a":[true,null],"b":1},"predicateType":"bezoar:attestation/x/v0.1","subject":[{"digest":{"sha256":"${A}"},"name":"month.jsonl"}]}`,
    );
    expect(parseStatement(bytes)).toEqual(statement);
  });

  it.each([
    ['another type', { ...PLAIN, _type: 'https://in-toto.io/Statement/v0.1' }, /_type/],
    ['no subject', { ...PLAIN, subject: [] }, /subject: expected 1 to 4096 items, got 0/],
    ['4097 subjects', { ...PLAIN, subject: Array(4097).fill(SUBJECT[0]) }, /got 4097/],
    ['a subject without digest', { ...PLAIN, subject: [{ name: 'x' }] }, /subject\[0\]\.digest: missing/],
    ['an empty digest set', { ...PLAIN, subject: [{ digest: {} }] }, /digest: empty/],
    ['a digest in upper case', { ...PLAIN, subject: [{ digest: { sha256: 'A'.repeat(64) } }] }, /64 lower-case/],
    ['a short digest', { ...PLAIN, subject: [{ digest: { sha256: 'a' } }] }, /64 lower-case/],
    ['an unknown algorithm', { ...PLAIN, subject: [{ digest: { md5: 'a'.repeat(32) } }] }, /unknown algorithm "md5"/],
    ['an empty name', { ...PLAIN, subject: [{ name: '', digest: { sha256: A } }] }, /name: empty/],
    ['an unknown field of a subject', { ...PLAIN, subject: [{ ...SUBJECT[0], x: 1 }] }, /unknown field "x"/],
    ['an unknown field', { ...PLAIN, extra: 1 }, /unknown field "extra"/],
    ['a predicate type that is no URI', { ...PLAIN, predicateType: 'x' }, /expected a URI/],
    ['no predicate type', { ...PLAIN, predicateType: undefined }, /predicateType: expected a text, got nothing/],
    ['an array for a predicate', { ...PLAIN, predicate: [] }, /predicate: expected an object, got an array/],
    ['no object', [], /statement: expected an object/],
  ])('is refused with %s', (_what, value, message) => {
    expect(() => parseStatement(encode(value))).toThrow(message);
  });

  it('is refused with every fault at once', () => {
    const value = { _type: 'x', subject: [{}], predicateType: '', predicate: null, more: 1 };
    expect(() => parseStatement(encode(value))).toThrow(/more.*_type.*digest.*predicateType.*predicate/s);
  });

  it('is refused when it is too large, too deep or says one thing twice', () => {
    const large = new Uint8Array(MAX_STATEMENT_BYTES + 1);
    expect(() => parseStatement(large)).toThrow(expect.objectContaining({ code: 'statement/too-large' }));
    const deep = { ...PLAIN, predicate: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) };
    expect(() => parseStatement(encode(deep))).toThrow(/nesting exceeds 32 levels/);
    const twice = JSON.stringify(PLAIN).replace('"predicate":{}', '"predicate":{},"predicate":{"x":1}');
    expect(() => parseStatement(new TextEncoder().encode(twice))).toThrow(/duplicate key/);
    expect(() => createStatement(SUBJECT, 'bezoar:x', deep.predicate)).toThrow(/nesting exceeds/);
  });

  it('gives typed errors only, whatever is written over it', () => {
    const bytes = statementBytes(createTestResult(SUBJECT, RUN));
    const edit = fc.tuple(fc.nat(bytes.length), fc.nat(6), fc.uint8Array({ maxLength: 6 }));
    const property = fc.property(edit, ([at, removed, added]) => {
      const mutant = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
      try {
        parseTestResult(parseStatement(mutant));
        return true;
      } catch (error) {
        return /^statement\//.test((error as { code?: string }).code ?? '');
      }
    });
    fc.assert(property, { seed: 47, numRuns: 1000 });
  });
});

describe('a test result', () => {
  it('draws its result from its lists', () => {
    const resultOf = (run: Partial<typeof RUN>): string =>
      createTestResult(SUBJECT, { ...RUN, ...run }).predicate.result;
    expect(resultOf({})).toBe('PASSED');
    expect(resultOf({ warnedTests: ['b'] as never })).toBe('WARNED');
    expect(resultOf({ warnedTests: ['b'] as never, failedTests: ['c'] as never })).toBe('FAILED');
  });

  it('without any test is not passed', () => {
    const none = { ...RUN, passedTests: [] };
    expect(() => createTestResult(SUBJECT, none)).toThrow(expect.objectContaining({ code: 'statement/no-test' }));
  });

  it('reads back as it was made, with its report', () => {
    const statement = createTestResult(SUBJECT, { ...RUN, url: 'file:report.json' });
    expect(statement.predicateType).toBe(TEST_RESULT_TYPE);
    expect(parseTestResult(parseStatement(statementBytes(statement)))).toEqual(statement.predicate);
  });

  it.each([
    ['passed, with a failed test', { failedTests: ['x'] }, /say FAILED, got `PASSED`/],
    ['passed, with nothing tested', { passedTests: undefined }, /one test at least/],
    ['with one test in two lists', { warnedTests: ['corpus.phrases'], result: 'WARNED' }, /stands there twice/],
    ['with an invented result', { result: 'SKIPPED' }, /got `SKIPPED`/],
    ['with a test that is no text', { passedTests: [1] }, /passedTests\[0\]: expected a text/],
    ['without configuration', { configuration: undefined }, /configuration: expected an array/],
    ['with a nameless configuration', { configuration: [{ mediaType: 'x' }] }, /a name, a uri or a digest/],
    ['with an unknown field', { score: 1 }, /unknown field "score"/],
  ])('is refused %s', (_what, change, message) => {
    const predicate = { ...createTestResult(SUBJECT, RUN).predicate, ...change };
    const bytes = encode({ ...PLAIN, predicateType: TEST_RESULT_TYPE, predicate });
    expect(() => parseTestResult(parseStatement(bytes))).toThrow(message);
  });

  it('is not read from a statement of another type', () => {
    expect(() => parseTestResult(parseStatement(encode(PLAIN)))).toThrow(
      expect.objectContaining({ code: 'statement/wrong-type' }),
    );
  });
});
