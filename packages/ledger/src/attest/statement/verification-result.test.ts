import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatement, type Statement, statementBytes } from './statement.ts';
import { createTestResult } from './test-result.ts';
import { createVerificationResult, parseVerificationResult, type VerificationResult } from './verification-result.ts';

const A = 'a'.repeat(64);
const SUBJECT = [{ name: 'models/2026-11', digest: { sha256: A } }];
const RESULT: VerificationResult = {
  verifier: { id: 'bezoar:verifiers/gate/v0.1', policies: [{ name: 'THREATMODEL.md', digest: { sha256: A } }] },
  timeCreated: '2026-11-20T12:00:00.000Z',
  properties: ['BEZOAR_GATE_PASS', 'BEZOAR_GATE_BUDGET_STANDARD'],
};
const GOOD = createVerificationResult(SUBJECT, RESULT);

/** The statement with other fields in its predicate. */
function changed(change: Readonly<Record<string, unknown>>): Statement<object> {
  return { ...GOOD, predicate: { ...RESULT, ...change } };
}

describe('a simple verification result', () => {
  it('reads back what was written', () => {
    expect(parseVerificationResult(parseStatement(statementBytes(GOOD)))).toEqual(RESULT);
  });

  it('may name no policy, and then says so with an empty list', () => {
    const verifier = { ...RESULT.verifier, policies: [] };
    expect(createVerificationResult(SUBJECT, { ...RESULT, verifier }).predicate.verifier.policies).toEqual([]);
    expect(() => parseVerificationResult(changed({ verifier: { id: verifier.id } }))).toThrow(
      /verifier\.policies: expected an array, got nothing/,
    );
  });

  it('is not made of nothing', () => {
    expect(() => createVerificationResult(SUBJECT, { ...RESULT, properties: [] })).toThrow(
      expect.objectContaining({ code: 'statement/nothing-verified' }),
    );
  });

  it.each([
    ['no properties', { properties: [] }, /properties: expected 1 to 256 items, got 0/],
    ['257 properties', { properties: Array.from({ length: 257 }, (_, i) => `P${i}`) }, /got 257/],
    ['a property twice', { properties: ['A', 'A'] }, /properties: one stands there twice/],
    ['a property with a space', { properties: ['A B'] }, /properties\[0\]: expected 1 to 128 printable/],
    ['a property that looks like another', { properties: ['BEZOAR_GАTE'] }, /properties\[0\]/],
    ['a property that is no text', { properties: [1] }, /properties\[0\]/],
    ['no verifier', { verifier: undefined }, /verifier: expected an object/],
    ['a verifier that is no URI', { verifier: { id: 'gate', policies: [] } }, /verifier\.id: expected a URI/],
    ['a policy without a name', { verifier: { id: 'a:b', policies: [{}] } }, /expected a name, a uri or a digest/],
    ['the policy field of v0.1', { verifier: { id: 'a:b', policies: [], policy: {} } }, /unknown field "policy"/],
    ['a day that does not exist', { timeCreated: '2026-02-30T12:00:00Z' }, /timeCreated: expected a moment/],
    ['a moment of another zone', { timeCreated: '2026-02-20T12:00:00+01:00' }, /timeCreated: expected a UTC/],
    ['a field that nobody knows', { result: 'PASSED' }, /unknown field "result"/],
  ])('is refused with %s', (_, change, message) => {
    expect(() => parseVerificationResult(changed(change))).toThrow(message);
  });

  it('is refused with every fault at once', () => {
    const change = { verifier: {}, timeCreated: 'now', properties: 'all', more: 1 };
    expect(() => parseVerificationResult(changed(change))).toThrow(/more.*verifier\.id.*timeCreated.*properties/s);
  });

  it('is not read from a statement of another type', () => {
    const other = createTestResult(SUBJECT, {
      configuration: [],
      passedTests: ['x'],
      warnedTests: [],
      failedTests: [],
    });
    expect(() => parseVerificationResult(other)).toThrow(expect.objectContaining({ code: 'statement/wrong-type' }));
  });

  it('gives typed errors only, whatever stands in its predicate', () => {
    const property = fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue(), (verifier, properties) => {
      try {
        parseVerificationResult(changed({ verifier, properties }));
      } catch (error) {
        expect(error).toMatchObject({ code: 'statement/malformed' });
      }
    });
    fc.assert(property, { seed: 7, numRuns: 300 });
  });
});
