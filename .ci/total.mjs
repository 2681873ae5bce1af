// Adds up what .ci/run left in a folder: vitest's JSON reports, the output of `npm run check`, and one `STEP.ok` or
// `STEP.failed` per step. Prints `N passed, N failed`. A step that failed without a failure of its own counts as one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = ''] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let tests = 0;
for (const step of ['setup', 'test', 'ci-test', 'process-test', 'check']) {
  const counts = countsOf(step);
  // A step is good only where it said so: one that left no mark did not finish.
  const isOk = existsSync(join(folder, `${step}.ok`));
  passed += counts.passed;
  failed += isOk || counts.failed > 0 ? counts.failed : 1;
  if (step.endsWith('test')) tests += counts.passed + counts.failed;
}
if (tests === 0) {
  process.stdout.write('no test ran\n');
  failed = Math.max(failed, 1);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** @param {string} step */
function countsOf(step) {
  const report = join(folder, `${step}.json`);
  if (existsSync(report)) {
    try {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: numPassedTests, failed: numFailedTests };
    } catch {
      process.stdout.write(`${step}: the report was cut off\n`);
      return { passed: 0, failed: 1 };
    }
  }
  const output = join(folder, `${step}.txt`);
  const line = existsSync(output) && /^(\d+) steps ok, (\d+) failed$/m.exec(readFileSync(output, 'utf8'));
  return line ? { passed: Number(line[1]), failed: Number(line[2]) } : { passed: 0, failed: 0 };
}
