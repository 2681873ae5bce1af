import { readdir, readFile } from 'node:fs/promises';
import { type AdmitDocument, attestCorpus, drift, ledgerVerify, trace } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { runBezoar } from '../cli/command-line.test-support.ts';
import { errorOf, type TestProject } from '../project/project.test-support.ts';
import { admitFiles, admittedIds, chat, crowd, withAdmissions, writeRecords } from './admission.test-support.ts';
import { crashAt } from './crash.test-support.ts';
import { proofFaults, publicKeyOf } from './proof-check.test-support.ts';

const FILE = 'data/staff/s.jsonl';
const CORPUS = 'out/admitted.jsonl';
const ADMIT = ['admit', FILE, '--for', 'base', '--out', 'out'];
/** Every how many of its calls an admission is killed; 1 takes ten minutes. */
const STRIDE = 4;

/** A project with a month in which one account sent more than may stay. */
function withMonth<T>(use: (project: TestProject) => Promise<T>): Promise<T> {
  return withAdmissions({}, async (project) => {
    project.clock.now = Date.now();
    const flood = Array.from({ length: 9 }, (_, i) => chat(`flood${i}`, { account: 'one' }));
    await writeRecords(project, FILE, [...crowd('s', 12), ...flood]);
    return use(project);
  });
}

const verdictOf = async ({ location, clock }: TestProject): Promise<string> =>
  attestCorpus({ location, clock, files: [CORPUS] }).then(
    ({ verdict }) => verdict,
    ({ code }: { readonly code: string }) => code,
  );

/** The admission by another run of the same command, or of the one that had come to its end after all. */
async function again(project: TestProject): Promise<AdmitDocument | undefined> {
  if ((await verdictOf(project)) === 'admitted') return undefined;
  return admitFiles(project, [FILE], { out: 'out' });
}

describe('kill -9', () => {
  it('anywhere leaves the state before or the one after, and the same command goes on from there', async () => {
    const { calls } = await withMonth(({ folder }) => crashAt(folder, ADMIT, 0));
    expect(calls).toBeGreaterThan(100);
    for (let at = 1; at <= calls!; at += STRIDE) {
      await withMonth(async (project) => {
        expect(await crashAt(project.folder, ADMIT, at), `call ${at}`).toMatchObject({ isKilled: true, exit: null });
        const { location, clock } = project;
        expect(await ledgerVerify({ location, clock, checkpoints: [] }), `call ${at}`).toMatchObject({
          verdict: 'intact',
        });
        const entries = (await trace({ location, query: 's3' })).hits.length;
        expect(await verdictOf(project), `call ${at}`).toBe(
          entries === 1 ? 'admitted' : (await isThere(project)) ? 'refused' : 'corpus/no-input',
        );

        const document = await again(project);
        if (document !== undefined) expect(document).toMatchObject({ exit: 0, admitted: { records: 17 } });
        expect(await verdictOf(project)).toBe('admitted');
        const lines = (await readFile(project.at(CORPUS), 'utf8')).trim().split('\n');
        expect(lines).toHaveLength(17);
        const { hits, proof } = await trace({ location, query: 's3' });
        expect(hits, `call ${at}`).toHaveLength(1);
        const key = publicKeyOf((await project.read('.bezoar/keys/ledger.vkey')).toString('utf8'));
        expect(proofFaults(proof!, key)).toEqual([]);
        expect(await ledgerVerify({ location, clock, checkpoints: [] })).toMatchObject({ verdict: 'intact' });
        const { drifts } = await drift({ location, clock: () => Date.now() });
        expect(drifts.filter(({ control }) => /^corpus.(?:admission|caps)$/.test(control))).toEqual([]);
      });
    }
  });

  it('and then another intake gives the other intake, whole', async () => {
    for (const at of [12, 60, 90]) {
      await withMonth(async (project) => {
        await crashAt(project.folder, ADMIT, at);
        await writeRecords(project, FILE, crowd('other', 3));
        const document = await admitFiles(project, [FILE], { out: 'out' });
        expect(await admittedIds(project, document)).toEqual(['other0', 'other1', 'other2']);
        expect(await verdictOf(project)).toBe('admitted');
      });
    }
  });
});

describe('two admissions at the same time', () => {
  const together = async (project: TestProject, runs: readonly (readonly string[])[]): Promise<unknown[]> => {
    const ended = await Promise.all(runs.map((args) => runBezoar([...args, '--json'], { cwd: project.folder })));
    return ended.map(({ stdout }) => JSON.parse(stdout));
  };

  it('share the caps of the lineage between them', async () => {
    await withAdmissions({}, async (project) => {
      for (const name of ['a', 'b']) {
        const flood = Array.from({ length: 5 }, (_, i) => chat(`${name}${i}`, { account: 'one' }));
        await writeRecords(project, `data/staff/${name}.jsonl`, flood);
      }
      const runs = ['a', 'b'].map((name) => [
        'admit',
        `data/staff/${name}.jsonl`,
        '--for',
        'base',
        '--out',
        `out-${name}`,
      ]);
      const documents = (await together(project, runs)) as Partial<AdmitDocument>[];
      expect(documents.map(({ admitted }) => admitted?.records ?? 0).reduce((sum, n) => sum + n)).toBe(5);
    });
  });

  it('of the same corpus into the same folder are one', async () => {
    await withMonth(async (project) => {
      await together(project, [ADMIT, ADMIT]);
      expect(await verdictOf(project)).toBe('admitted');
      expect((await trace({ location: project.location, query: 's3' })).hits).toHaveLength(1);
    });
  });
});

describe('a damaged index of the side tables', () => {
  it('makes a trace undecided at worst, never "not found"', async () => {
    await withMonth(async (project) => {
      const { root } = (await admitFiles(project, [FILE], { out: 'out' })).admitted;
      const path = `.bezoar/shards/${root}/000000.index`;
      const bytes = await project.read(path);
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1;
        await project.write(path, changed);
        expect([0, 3], `byte ${at}`).toContain((await trace({ location: project.location, query: 's3' })).exit);
      }
    });
  });
});

describe('a folder that cannot be made', () => {
  it('is an error, and nothing is admitted', async () => {
    await withMonth(async (project) => {
      await errorOf(admitFiles(project, [FILE], { out: 'review.txt/out' }));
      expect((await trace({ location: project.location, query: 's3' })).verdict).toBe('not-found');
      expect((await admitFiles(project, [FILE], { out: 'out' })).admitted.records).toBe(17);
    });
  });
});

/** Whether the folder of the admission is there. */
async function isThere(project: TestProject): Promise<boolean> {
  return (await readdir(project.folder)).includes('out');
}
