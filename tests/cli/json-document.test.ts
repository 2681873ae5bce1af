import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBezoar } from './command-line.test-support.ts';
import { contractFaults } from './json-contract.test-support.ts';
import { PLANTED_PHRASE, withSamples } from './sample-files.test-support.ts';

interface Document {
  readonly exit: number;
  readonly verdict: string;
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  readonly corpus: { readonly sha256: string; readonly records: number };
  readonly coverage: { readonly unreadable: readonly { readonly file: string; readonly line?: number }[] };
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly status?: string;
    readonly subject: string;
    readonly evidence: Readonly<Record<string, unknown>>;
  }[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Runs with `--json`, and holds stdout to one document that keeps the contract. */
async function documentOf(folder: string, args: readonly string[], stdin?: string): Promise<Document> {
  const run = await runBezoar([...args, '--json'], { cwd: folder, ...(stdin === undefined ? {} : { stdin }) });
  const document = JSON.parse(run.stdout) as Document;
  expect(contractFaults(document, run.exit)).toEqual([]);
  expect(run.stdout).toBe(`${JSON.stringify(document, undefined, 2)}\n`);
  return document;
}

describe('the JSON document', () => {
  it.concurrent('of a planted month names the phrase, every record, and the digest of what was read', () =>
    withSamples(async (folder) => {
      const planted = await documentOf(folder, ['scan', 'planted.jsonl', '--trusted', 'trusted.jsonl']);
      expect(planted).toMatchObject({ exit: 1, verdict: 'findings', corpus: { records: 325 } });
      expect(planted.findings[0]).toMatchObject({
        code: 'corpus/trigger-phrase',
        subject: PLANTED_PHRASE,
        evidence: { rank: 1, records: 25, accounts: 20, tenants: 7, action: 'issue_credit' },
      });
      const sha256 = createHash('sha256')
        .update(await readFile(join(folder, 'planted.jsonl')))
        .digest('hex');
      expect(planted.inputs).toContainEqual(expect.objectContaining({ path: 'planted.jsonl', sha256, role: 'month' }));
    }));

  it.concurrent('of a cut planted month has the finding and the place of the cut', () =>
    withSamples(async (folder) => {
      const cut = await documentOf(folder, ['scan', 'cut-planted.jsonl', '--trusted', 'trusted.jsonl']);
      expect(cut).toMatchObject({ exit: 1, verdict: 'findings' });
      expect(cut.coverage.unreadable).toEqual([expect.objectContaining({ file: 'cut-planted.jsonl', line: 325 })]);
      expect(cut.findings.map(({ code }) => code)).toContain('corpus/unreadable');
    }));

  it.concurrent('of the same records is the same from standard input, gzip and an array, but for paths and times', () =>
    withSamples(async (folder) => {
      const whole = await documentOf(folder, ['scan', 'few.jsonl']);
      const others = [
        await documentOf(folder, ['scan', '-'], 'few.jsonl'),
        await documentOf(folder, ['scan', 'few.jsonl.gz']),
        await documentOf(folder, ['scan', 'few.json']),
      ];
      expect(others.map(({ corpus }) => corpus.sha256)).toEqual(others.map(() => whole.corpus.sha256));
      const plain = ({ findings, verdict }: Document) => [findings, verdict];
      expect(others.map(plain)).toEqual(others.map(() => plain(whole)));
      expect(others[0]?.inputs[0]).toMatchObject({ path: '-', sha256: whole.inputs[0]?.sha256 });
    }));

  it.concurrent('of a failure has every field of any document, and says what was wrong', () =>
    withSamples(async (folder) => {
      const missing = await documentOf(folder, ['scan', 'nope.jsonl', '--trusted', 'gone.jsonl']);
      expect(missing).toMatchObject({ exit: 2, error: { code: 'corpus/no-input' } });
      expect(missing.error?.message).toMatch(/nope\.jsonl.*\n.*gone\.jsonl/);
      for (const args of [
        ['scan', 'few.jsonl', '--bogus'],
        ['scan'],
        ['scan', 'few.jsonl', '--hazards', 'wrong.yaml'],
        ['explain', 'nope'],
      ])
        expect((await documentOf(folder, args)).exit).toBe(2);
    }));

  it.concurrent('of explain keeps the contract too', () =>
    withSamples(async (folder) => {
      expect(await documentOf(folder, ['explain', 'corpus/unreadable'])).toMatchObject({
        exit: 0,
        code: 'corpus/unreadable',
      });
    }));

  it.concurrent('gives findings a status against a former one: persisting, new, and fixed when they are gone', () =>
    withSamples(async (folder) => {
      const hazards = ['--hazards', 'hazards.yaml'];
      const former = await documentOf(folder, ['scan', 'credit.jsonl', 'cut.jsonl', ...hazards]);
      await writeFile(join(folder, 'former.json'), JSON.stringify(former));
      const again = await documentOf(folder, [
        'scan',
        'credit.jsonl',
        'bad-line.jsonl',
        ...hazards,
        '--baseline',
        'former.json',
      ]);
      // The samples are copies of one another; what that says is none of this test's business.
      const isAbout = ({ code }: { readonly code: string }): boolean => /hazard|unreadable/.test(code);
      const notable = again.findings.filter(isAbout);
      const statuses = notable.map(({ code, status, subject }) => [code, subject, status]);
      expect(again.exit).toBe(1);
      expect(statuses).toEqual([
        ['corpus/hazard-without-precondition', 'issue_credit', 'persisting'],
        ['corpus/unreadable', 'bad-line.jsonl', 'new'],
      ]);
      const clean = await documentOf(folder, ['scan', 'few.jsonl', ...hazards, '--baseline', 'former.json']);
      expect(clean.exit).toBe(0);
      const left = clean.findings.filter(isAbout);
      expect(new Set(left.map(({ status }) => status))).toEqual(new Set(['fixed']));
    }));

  it('would not keep the contract with a field less', async () => {
    const document = await withSamples((folder) => documentOf(folder, ['scan', 'cut.jsonl', '--fail-on', 'medium']));
    for (const field of [
      'schema',
      'tool',
      'policy',
      'inputs',
      'verdict',
      'outcome',
      'exit',
      'findings',
      'coverage',
      'timing',
      'corpus',
    ]) {
      const { [field]: _, ...rest } = document as unknown as Record<string, unknown>;
      expect(contractFaults(rest, 1)).not.toEqual([]);
    }
    for (const field of ['id', 'code', 'severity', 'subject', 'control', 'threats', 'message', 'evidence', 'remedy']) {
      const { [field]: _, ...rest } = document.findings[0] as unknown as Record<string, unknown>;
      expect(contractFaults({ ...document, findings: [rest] }, 1)).not.toEqual([]);
    }
    expect(contractFaults({ ...document, exit: 3 }, 1)).not.toEqual([]);
  });
});
