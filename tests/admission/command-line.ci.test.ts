import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Run, runBezoar } from '../cli/command-line.test-support.ts';
import { contractFaults } from '../cli/json-contract.test-support.ts';
import { ESCAPES } from '../cli/sample-files.test-support.ts';
import type { TestProject } from '../project/project.test-support.ts';
import { chat, crowd, withAdmissions, writeRecords } from './admission.test-support.ts';

const HOSTILE = `${ESCAPES}<script>alert(1)</script>`;
const ADMITTED = 'out/admitted.jsonl';

/** A project with an admitted month whose ids, accounts and tenants are hostile. */
function withHostileMonth<T>(
  use: (cli: (...args: string[]) => Promise<Run>, project: TestProject) => Promise<T>,
): Promise<T> {
  return withAdmissions({}, async (project) => {
    project.clock.now = Date.now();
    const hostile = (i: number): object => chat(`h${i}${HOSTILE}`, { account: `a${HOSTILE}`, tenant: `t${ESCAPES}` });
    await writeRecords(project, 'data/staff/s.jsonl', [
      ...crowd('s', 3),
      ...Array.from({ length: 8 }, (_, i) => hostile(i)),
    ]);
    await writeRecords(project, 'data/web/w.jsonl', [hostile(9), ...crowd('w', 2)]);
    return use((...args) => runBezoar(args, { cwd: project.folder }), project);
  });
}

/** The document on standard output, which holds nothing else. */
function documentOf({ exit, stdout }: Run): Record<string, unknown> {
  const document = JSON.parse(stdout) as Record<string, unknown>;
  expect(contractFaults(document, exit)).toEqual([]);
  return document;
}

const RAW = /\u001b\[2J|\u001b\]0|\u0007/;

describe('the command line of admission', () => {
  it('shows hostile ids and accounts inert, on the terminal and in every report', async () => {
    await withHostileMonth(async (cli, project) => {
      const formats = { html: 'r.html', sarif: 'r.sarif', junit: 'r.xml', markdown: 'r.md' };
      const reports = Object.entries(formats).flatMap(([format, file]) => ['--report', `${format}=${file}`]);
      const admitted = await cli('admit', 'data/*/*.jsonl', '--for', 'base', '--out', 'out', ...reports);
      expect(admitted.exit).toBe(1);
      const traced = await cli('trace', `h0${HOSTILE}`);
      const account = await cli('trace', '--account', `t${ESCAPES}/a${HOSTILE}`);
      for (const { stdout, stderr } of [admitted, traced, account]) expect(stdout + stderr).not.toMatch(RAW);
      for (const file of Object.values(formats)) {
        const text = await readFile(project.at(file), 'utf8');
        expect(text).not.toMatch(RAW);
        if (file !== 'r.sarif') expect(text).not.toContain('<script>alert');
      }
    });
  });

  it('keeps the contract of --json, with every exit code', async () => {
    await withHostileMonth(async (cli) => {
      const admitted = documentOf(await cli('admit', 'data/*/*.jsonl', '--for', 'base', '--out', 'out', '--json'));
      expect(admitted).toMatchObject({
        schema: 'bezoar.admit/v1',
        verdict: 'findings',
        exit: 1,
        admitted: { records: 8, path: ADMITTED, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
      for (const one of admitted.quarantined as unknown[]) {
        expect(one).toMatchObject({ recordId: expect.any(String), codes: [expect.stringMatching(/^corpus\//)] });
      }
      const dry = documentOf(await cli('admit', 'data/*/*.jsonl', '--for', 'base', '--dry-run', '--json'));
      expect(dry).toMatchObject({ dryRun: true, ledger: null });
      expect(documentOf(await cli('admit', 'data/*/*.jsonl', '--for', 'all', '--out', 'o', '--json'))).toMatchObject({
        exit: 2,
        error: { code: 'admit/bad-target' },
      });
      const found = documentOf(await cli('trace', 's1', '--json'));
      expect(found).toMatchObject({ schema: 'bezoar.trace/v1', proof: { leafIndex: 1, treeSize: 8 } });
      expect(documentOf(await cli('trace', 'w1', '--json'))).toMatchObject({ exit: 1, record: null });
      expect(documentOf(await cli('attest', 'corpus', ADMITTED, '--json'))).toMatchObject({ exit: 0 });
      expect(documentOf(await cli('attest', 'corpus', 'data/staff/s.jsonl', '--json'))).toMatchObject({ exit: 1 });
      expect((await cli('erase', 's1')).exit).toBe(2);
      expect(documentOf(await cli('erase', 's1', '--yes', '--json'))).toMatchObject({ verdict: 'erased' });
      // The files of the admission still hold it, and are the team's own.
      expect(documentOf(await cli('erase', 's1', '--yes', '--json'))).toMatchObject({ verdict: 'in-files', exit: 4 });
      expect(documentOf(await cli('erase', 'nobody', '--yes', '--json'))).toMatchObject({ exit: 1 });
    });
  });

  it('keeps what a training prints away from the document, and its failure from an attestation', async () => {
    await withHostileMonth(async (cli) => {
      await cli('admit', 'data/staff/s.jsonl', '--for', 'base', '--out', 'out');
      const train = (script: string): Promise<Run> =>
        cli('attest', 'train', '--corpus', ADMITTED, '--output', 'model.bin', '--json', '--', 'sh', '-c', script);
      const attested = await train('echo "{}"; echo loud >&2; echo w > model.bin');
      expect(documentOf(attested)).toMatchObject({ schema: 'bezoar.attest-train/v1', verdict: 'attested' });
      expect(attested.stderr).toContain('loud');
      for (const script of ['exit 3', 'kill -9 $$', `echo other > ${ADMITTED}`]) {
        const failed = await train(script);
        expect(JSON.parse(failed.stdout)).toMatchObject({ verdict: 'failed', ledger: null });
      }
    });
  });
});
