import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './bootstrap.mjs';

const GREEN: Readonly<Record<string, string>> = {
  'setup.ok': '',
  'test.ok': '',
  'test.json': '{"numPassedTests":40,"numFailedTests":0}',
  'ci-test.ok': '',
  'ci-test.json': '{"numPassedTests":2,"numFailedTests":0}',
  'process-test.ok': '',
  'process-test.json': '{"numPassedTests":0,"numFailedTests":0}',
  'check.ok': '',
  'check.txt': 'ok     layer map\n4 steps ok, 0 failed\n',
};

/** Adds up a folder of results in which some files were changed, or removed with undefined. */
function total(changes: Readonly<Record<string, string | undefined>>) {
  const folder = mkdtempSync(join(tmpdir(), 'bezoar-ci-'));
  for (const [name, text] of Object.entries({ ...GREEN, ...changes })) {
    if (text !== undefined) writeFileSync(join(folder, name), text);
  }
  const result = spawnSync(process.execPath, [join(ROOT, '.ci/total.mjs'), folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { last: result.stdout.trimEnd().split('\n').at(-1), exit: result.status };
}

describe('the last line of continuous integration', () => {
  test('adds up both test runs and the checks', () => {
    expect(total({})).toEqual({ last: '46 passed, 0 failed', exit: 0 });
  });

  test('is green without any slow test', () => {
    expect(total({ 'ci-test.json': '{"numPassedTests":0,"numFailedTests":0}' })).toEqual({
      last: '44 passed, 0 failed',
      exit: 0,
    });
  });

  test.each([
    [
      'a test failed',
      { 'test.ok': undefined, 'test.json': '{"numPassedTests":38,"numFailedTests":2}' },
      '44 passed, 2 failed',
    ],
    ['a check failed', { 'check.ok': undefined, 'check.txt': '2 steps ok, 2 failed\n' }, '44 passed, 2 failed'],
    ['the runner failed although no test did', { 'test.ok': undefined }, '46 passed, 1 failed'],
    ['the runner left no report', { 'test.ok': undefined, 'test.json': undefined }, '6 passed, 1 failed'],
    ['the command line failed as a process', { 'process-test.ok': undefined }, '46 passed, 1 failed'],
    ['the setup failed', { 'setup.ok': undefined }, '46 passed, 1 failed'],
    ['a report was cut off', { 'ci-test.json': '{"numPassed' }, '44 passed, 1 failed'],
    ['no test ran', { 'test.json': undefined, 'ci-test.json': undefined }, '4 passed, 1 failed'],
  ])('is red when %s', (_what, changes, last) => {
    expect(total(changes)).toEqual({ last, exit: 1 });
  });
});
