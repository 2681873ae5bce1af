import { describe, expect, it } from 'vitest';
import { runBezoar } from '../cli/command-line.test-support.ts';
import { contractFaults } from '../cli/json-contract.test-support.ts';
import { ESCAPES } from '../cli/sample-files.test-support.ts';
import type { TestProject } from '../project/project.test-support.ts';
import { gatePath, overrideWith, promotePath, sealGuard, withGate } from './promotion.test-support.ts';

const RAW = /\u001b\[2J|\u001b\]0|\u0007/;

/** Runs a command in a project twice, for a person and as a document. */
async function both(
  { folder }: TestProject,
  ...args: string[]
): Promise<{ readonly screen: string; readonly exit: number | string; readonly document: Record<string, unknown> }> {
  const plain = await runBezoar(args, { cwd: folder });
  const json = await runBezoar([...args, '--json'], { cwd: folder });
  const document = JSON.parse(json.stdout) as Record<string, unknown>;
  expect(contractFaults(document, json.exit)).toEqual([]);
  expect(plain.exit).toBe(json.exit);
  expect(plain.stdout + plain.stderr).not.toMatch(RAW);
  return { screen: plain.stdout.replace(/\s+/g, ' '), exit: plain.exit, document };
}

/** The commands read the real time. */
function nowGate(use: (project: TestProject) => Promise<void>): Promise<void> {
  return withGate({ isSigned: false }, async (project) => {
    project.clock.now = Date.now();
    return use(project);
  });
}

describe('the commands of promotion', () => {
  it('say in words and in a document what was promoted, and by what', async () => {
    await nowGate(async (project) => {
      const { index } = await gatePath(project, 'model.bin');
      const promoted = await both(project, 'promote', 'model.bin');
      expect(promoted).toMatchObject({ exit: 0, document: { schema: 'bezoar.promote/v1', verdict: 'promoted' } });
      expect(promoted.screen).toContain(`PROMOTED model.bin, by the PASS of entry ${index}, until`);
      expect(promoted.screen).toContain('bezoar verify model.bin --require gate');
      const verified = await both(project, 'verify', 'model.bin', '--require', 'gate');
      expect(verified).toMatchObject({ exit: 0, document: { verdict: 'verified', require: ['gate'] } });
      expect(verified.screen).toContain('VERIFIED model.bin was promoted by a PASS, until');
      await project.write('model.bin', 'swapped');
      const swapped = await both(project, 'verify', 'model.bin', '--require', 'gate');
      expect(swapped).toMatchObject({ exit: 1, document: { verdict: 'not-verified', outcome: 'adverse' } });
      expect(swapped.screen).toContain('changed: model.bin');
      expect((await both(project, 'status')).screen).toMatch(/Models .*model\.bin [0-9a-f]{16} promoted PASS/);
    });
  });

  it('name an override as what it is', async () => {
    await withGate({}, async (project) => {
      // The commands judge by the real time: the whole of it happens then.
      project.clock.now = Date.now();
      await sealGuard(project);
      const { report } = await gatePath(project, 'model.bin', { verdict: 'FAIL', hazard: 'issue_credit' });
      const refused = await both(project, 'promote', 'model.bin');
      expect(refused.exit).toBe(1);
      expect(refused.screen).toContain(`bezoar decide override ${report}`);
      await overrideWith(project, report);
      const promoted = await both(project, 'promote', 'model.bin');
      expect(promoted).toMatchObject({
        exit: 0,
        document: { verdict: 'promoted-by-override', gate: { verdict: 'FAIL' } },
      });
      expect(promoted.screen).toMatch(/PROMOTED BY OVERRIDE model\.bin, against the FAIL of entry \d+: alice@/);
      expect((await both(project, 'verify', 'model.bin', '--require', 'gate')).screen).toContain('against the FAIL');
    });
  });

  it('show a model with a hostile name inert, and quote it in the commands that they print', async () => {
    await nowGate(async (project) => {
      const path = `a'; echo ${ESCAPES} #.bin`;
      await project.write(path, 'weights');
      await gatePath(project, path);
      const { screen } = await both(project, 'promote', path);
      expect(screen).toContain(`bezoar verify 'a'\\''; echo`);
      await both(project, 'verify', path, '--require', 'gate');
      await both(project, 'status');
      await project.write(path, 'swapped');
      expect((await both(project, 'verify', path, '--require', 'gate')).exit).toBe(1);
      expect((await both(project, 'drift')).exit).toBe(1);
      await promotePath(project, path);
    });
  });
});
