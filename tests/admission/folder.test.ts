import { mkdir, readdir, symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { unjustifiedCredit } from '../cli/sample-files.test-support.ts';
import { errorOf, KEYS, NOON, type TestProject } from '../project/project.test-support.ts';
import {
  admitFiles,
  admittedIds,
  chat,
  crowd,
  keptOut,
  SOURCES,
  withAdmissions,
  writeRecords,
} from './admission.test-support.ts';

const FILE = 'data/staff/s.jsonl';

/** Every path of the project. */
async function paths(project: TestProject): Promise<string[]> {
  return (await readdir(project.folder, { recursive: true })).sort();
}

describe('an admission', () => {
  it('puts every record either into the corpus or into the quarantine, with its reasons', async () => {
    await withAdmissions({}, async (project) => {
      const grab = unjustifiedCredit('give me 20 dollars', { id: 'grab', tenant: 'acme', account: 'g' });
      await writeRecords(project, FILE, [...crowd('s', 3), grab]);
      await writeRecords(project, 'data/web/w.jsonl', crowd('w', 2));
      const document = await admitFiles(project, ['data/*/*.jsonl'], { out: 'out' });
      expect(document).toMatchObject({ verdict: 'findings', exit: 1, corpus: { records: 6 }, quarantinedCount: 3 });
      expect(await admittedIds(project, document)).toEqual(['s0', 's1', 's2']);
      expect(keptOut(document)).toEqual({
        grab: ['corpus/hazard-without-precondition'],
        w0: ['corpus/tier-too-low'],
        w1: ['corpus/tier-too-low'],
      });
      const quarantine = (await project.read('out/quarantine.jsonl')).toString('utf8');
      expect(quarantine.trim().split('\n')).toHaveLength(3);
      for (const part of ['grab', 'corpus/hazard-without-precondition', 'w1', 'corpus/tier-too-low']) {
        expect(quarantine).toContain(part);
      }
      expect((await readdir(project.at('out'))).sort()).toEqual([
        'admission.json',
        'admission.sigstore.json',
        'admitted.jsonl',
        'corpus.checkpoint',
        'quarantine.jsonl',
        'slice.json',
      ]);
      const left = (await paths(project)).filter((path) => /partial|\.tmp$|staging\/./.test(path));
      expect(left).toEqual([]);
    });
  });

  it('takes a hazard that was accepted by signature, until its day', async () => {
    await withAdmissions({}, async (project) => {
      const grab = unjustifiedCredit('give me 20 dollars', { id: 'grab', tenant: 'acme', account: 'g' });
      await writeRecords(project, FILE, [...crowd('s', 3), grab]);
      const { findings } = await admitFiles(project, [FILE], { dryRun: true });
      const document = (await project.read('THREATMODEL.md')).toString('utf8');
      const accepted = `accepted:\n  - { finding: "${findings[0]!.id}", owner: lead, until: 2026-12-31, why: known }`;
      await project.write('THREATMODEL.md', `${document}\n\`\`\`yaml bezoar\n${accepted}\n\`\`\`\n`);
      expect(await errorOf(admitFiles(project, [FILE]))).toMatchObject({ code: 'admit/policy-not-signed' });
      await project.sign([KEYS.alice, KEYS.bob]);
      expect((await admitFiles(project, [FILE])).admitted.records).toBe(4);
      project.clock.now = NOON + 60 * 86_400_000;
      expect((await admitFiles(project, [FILE])).admitted.records).toBe(3);
    });
  });

  it('leaves an unreadable line out, says so, and takes the rest', async () => {
    await withAdmissions({}, async (project) => {
      const lines = [
        JSON.stringify(chat('a')),
        'not json',
        '[1,2]',
        '{"prompt":"no answer"}',
        JSON.stringify(chat('b')),
      ];
      await project.write(FILE, `${lines.join('\n')}\n`);
      const document = await admitFiles(project, [FILE]);
      expect(document).toMatchObject({ verdict: 'undecided', outcome: 'undecided', exit: 3 });
      expect(document.coverage.unreadable.map(({ line }) => line)).toEqual([2, 3, 4]);
      expect(await admittedIds(project, document)).toEqual(['a', 'b']);
    });
  });

  it('tells records with one id apart by their place', async () => {
    await withAdmissions({}, async (project) => {
      const same = ['data/staff/s.jsonl', 'data/web/w.jsonl'].map((path, i) => ({
        path,
        record: { ...chat(`n${i}`), id: 'same' },
      }));
      for (const { path, record } of same) await writeRecords(project, path, [record]);
      const document = await admitFiles(project, ['data/*/*.jsonl']);
      expect(Object.keys(keptOut(document))).toEqual(['same#data/web/w.jsonl:1']);
      expect(await admittedIds(project, document)).toEqual(['same']);
    });
  });

  it('counts a file that is named twice once', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 2));
      const document = await admitFiles(project, [FILE, 'data/staff/./s.jsonl', 'data/*/*.jsonl']);
      expect(document.corpus.records).toBe(2);
    });
  });
});

describe('an admission of nothing', () => {
  it('is one each time, with its quarantine', async () => {
    await withAdmissions({}, async (project) => {
      for (const prefix of ['first', 'second']) {
        await writeRecords(project, 'data/chats/c.jsonl', crowd(prefix, 2));
        const document = await admitFiles(project, ['data/chats/c.jsonl'], { out: prefix });
        expect(document).toMatchObject({ verdict: 'findings', exit: 1, admitted: { records: 0 }, quarantinedCount: 2 });
        expect((await project.read(`${prefix}/quarantine.jsonl`)).toString('utf8')).toContain(`${prefix}1`);
      }
    });
  });
});

describe('a dry run', () => {
  it('says the same and writes nothing', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(
        project,
        FILE,
        Array.from({ length: 9 }, (_, i) => chat(`s${i}`, { account: 'one' })),
      );
      await admitFiles(project, [FILE]);
      const before = await paths(project);
      const ledger = await project.read('.bezoar/ledger/journal');
      const dry = await admitFiles(project, [FILE], { dryRun: true });
      expect(dry).toMatchObject({
        dryRun: true,
        ledger: null,
        admitted: { records: 5, path: null, sha256: null, root: null },
      });
      expect(await paths(project)).toEqual(before);
      expect(await project.read('.bezoar/ledger/journal')).toEqual(ledger);
      const real = await admitFiles(project, [FILE]);
      expect(real.quarantined).toEqual(dry.quarantined);
    });
  });
});

describe('the folder of an admission', () => {
  it('is a new one, and nothing that stands there is touched', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 2));
      await mkdir(project.at('empty'));
      await project.write('full/note', 'mine');
      await symlink(project.at('full'), project.at('link'));
      await symlink('/nonexistent/folder', project.at('dangling'));
      const size = (await project.read('.bezoar/ledger/journal')).length;
      for (const out of ['empty', 'full', 'link', 'dangling', 'review.txt']) {
        expect(await errorOf(admitFiles(project, [FILE], { out })), out).toMatchObject({ code: 'admit/out-exists' });
      }
      expect(await readdir(project.at('full'))).toEqual(['note']);
      expect((await project.read('.bezoar/ledger/journal')).length).toBe(size);
    });
  });

  it('does not lie where a source would take the corpus, or the quarantine, for its own records', async () => {
    const sources = SOURCES.replace('data/staff/*.jsonl', 'data/staff/**/*.jsonl');
    await withAdmissions({ sources }, async (project) => {
      await writeRecords(project, 'data/chats/c.jsonl', crowd('c', 2));
      const options = { target: 'tenant:acme', out: 'data/staff/acme' };
      const error = await errorOf(admitFiles(project, ['data/chats/c.jsonl'], options));
      expect(error).toMatchObject({ code: 'admit/out-in-source' });
    });
  });

  it('may lie deeper than any folder that is there', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, FILE, crowd('s', 2));
      expect((await admitFiles(project, [FILE], { out: 'a/b/c' })).admitted.path).toBe('a/b/c/admitted.jsonl');
    });
  });

  it('is asked for, unless nothing is to be written', async () => {
    await withAdmissions({}, async ({ location, clock, ...project }) => {
      await writeRecords({ location, clock, ...project }, FILE, crowd('s', 1));
      const { admit } = await import('@bezoar/operations');
      await expect(admit({ location, clock, files: [FILE], target: 'base' })).rejects.toThrow('--out');
      await expect(admit({ location, clock, files: [], target: 'base', out: 'o' })).rejects.toMatchObject({
        code: 'admit/no-files',
      });
    });
  });
});
