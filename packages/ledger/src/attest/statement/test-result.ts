import { BezoarError, type JsonObject, UsageError } from '@bezoar/core';
import { arrayAt, type Faults, listFaults, onlyKeys, textAt } from '../encoding/field-faults.ts';
import { checkDescriptors, MAX_DESCRIPTOR_TEXT, type ResourceDescriptor, type Subject } from './resource-descriptor.ts';
import { createStatement, type Statement } from './statement.ts';

/** Predicate type of in-toto's Test Result. */
export const TEST_RESULT_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';

/** Tests of one list, and descriptors of one configuration. */
export const MAX_TESTS = 4096;

const MAX_TEST_NAME = 512;
const LISTS = ['passedTests', 'warnedTests', 'failedTests'] as const;

/** How a run of tests ended (in-toto Test Result v0.1). Here a test is a control, and a scan is a run. */
export interface TestResult {
  readonly result: 'PASSED' | 'WARNED' | 'FAILED';
  /** What the run depended on: policy, configuration, inputs. */
  readonly configuration: readonly ResourceDescriptor[];
  /** Where the full report lies. */
  readonly url?: string;
  readonly passedTests: readonly string[];
  readonly warnedTests: readonly string[];
  readonly failedTests: readonly string[];
}

/** A run of tests, from which `createTestResult` draws the result. */
export type TestRun = Omit<TestResult, 'result'>;

/**
 * A statement that these artifacts were tested. The result follows from the lists and cannot contradict them: FAILED
 * with one failed test, else WARNED with one that warned, else PASSED. Throws `statement/no-test` for a run without any
 * test, because nothing tested is not passed, and `statement/malformed`.
 */
export function createTestResult(subject: readonly Subject[], run: TestRun): Statement<TestResult> {
  const { configuration, url, passedTests, warnedTests, failedTests } = run;
  if (passedTests.length + warnedTests.length + failedTests.length === 0) {
    throw new UsageError('statement/no-test', 'expected at least 1 test, got 0');
  }
  const predicate: TestResult = {
    result: resultOf(run),
    configuration,
    ...(url === undefined ? {} : { url }),
    passedTests,
    warnedTests,
    failedTests,
  };
  const statement = createStatement(subject, TEST_RESULT_TYPE, predicate);
  parseTestResult(statement);
  return statement;
}

/**
 * Reads the predicate of a Test Result statement. Throws `statement/wrong-type`, or `statement/malformed` with every
 * fault: among them a result that its own lists contradict, and a test that stands in two of them.
 */
export function parseTestResult(statement: Statement<object>): TestResult {
  if (statement.predicateType !== TEST_RESULT_TYPE) {
    throw new BezoarError(
      'statement/wrong-type',
      `expected predicate type \`${TEST_RESULT_TYPE}\`, got \`${statement.predicateType}\``,
    );
  }
  // Attacker controls: every field, unless the caller has verified who signed.
  const predicate = statement.predicate as JsonObject;
  const faults: Faults = [];
  onlyKeys(predicate, ['result', 'configuration', 'url', ...LISTS], 'predicate', faults);
  const bounds = { min: 0, max: MAX_TESTS, identified: false };
  checkDescriptors(predicate.configuration, bounds, 'configuration', faults);
  if (predicate.url !== undefined) textAt(predicate.url, MAX_DESCRIPTOR_TEXT, 'url', faults);
  const [passedTests, warnedTests, failedTests] = LISTS.map((list) => testsAt(predicate[list], list, faults));
  const lists = { passedTests: passedTests!, warnedTests: warnedTests!, failedTests: failedTests! };
  const names = [...lists.passedTests, ...lists.warnedTests, ...lists.failedTests];
  if (new Set(names).size !== names.length) faults.push('predicate: a test stands there twice');
  const expected = names.length === 0 ? 'one test at least' : resultOf(lists);
  if (predicate.result !== expected) faults.push(`result: its lists say ${expected}, got ${quoted(predicate.result)}`);
  if (faults.length > 0) throw new BezoarError('statement/malformed', listFaults(faults));
  return { ...(predicate as unknown as TestResult), ...lists };
}

function resultOf({ warnedTests, failedTests }: Pick<TestRun, 'warnedTests' | 'failedTests'>): TestResult['result'] {
  if (failedTests.length > 0) return 'FAILED';
  return warnedTests.length > 0 ? 'WARNED' : 'PASSED';
}

function testsAt(value: unknown, list: string, faults: Faults): readonly string[] {
  // The lists are optional in the specification, and an absent one is empty (proto3).
  const items = value === undefined ? [] : arrayAt(value, 0, MAX_TESTS, list, faults);
  return items.filter((item, index) => textAt(item, MAX_TEST_NAME, `${list}[${index}]`, faults));
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `\`${value.slice(0, 16)}\`` : `a ${typeof value}`;
}
