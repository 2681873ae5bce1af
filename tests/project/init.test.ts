import { readdir, rm, stat } from 'node:fs/promises';
import { PROFILES } from '@bezoar/core';
import {
  checkPolicy,
  DRIFT_CHECKS,
  drift,
  type InitAnswers,
  init,
  ledgerVerify,
  scan,
  status,
} from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { errorOf, gitIn, KEYS, signersFile, type TestProject, withProject } from './project.test-support.ts';

const { alice, bob } = KEYS;

/** A project folder without a document: signers and months lie there already. */
function withEmpty<T>(use: (project: TestProject) => Promise<T>): Promise<T> {
  return withProject({}, async (project) => {
    await rm(project.at('THREATMODEL.md'));
    return use(project);
  });
}

const answer = ({ location, clock }: TestProject, answers: Partial<InitAnswers> = {}): ReturnType<typeof init> =>
  init({ location, clock, answers: { profile: 'fine-tuner', trusted: [], ...answers } });

describe('init', () => {
  it.each(PROFILES)(
    'writes a document for %s that checks without fault or remark, and can be signed',
    async (profile) => {
      await withEmpty(async (project) => {
        const { location, clock } = project;
        const answers = { profile, title: 'Larkfield support', action: 'issue_credit', after: 'lookup_order' };
        const written = await answer(project, answers);
        expect(written).toMatchObject({ verdict: 'written', outcome: 'ok', exit: 0, profile });
        expect(written.verifierKey).toMatch(/^bezoar\/larkfield-support\/[0-9a-f]{8}\+/);
        const checked = await checkPolicy({ location, clock });
        expect(checked).toMatchObject({ verdict: 'valid', outcome: 'ok', faults: [], remarks: [] });
        expect(checked.controls).toEqual(written.controls);
        expect(checked.policy).toEqual(written.policy);
        expect((await status({ location, clock })).signature.state).toBe('unsigned');
        expect(await project.sign([alice, bob])).toMatchObject({ verdict: 'set', isFirst: true });
        const { signature, ledger, title } = await status({ location, clock });
        expect(signature).toMatchObject({ state: 'signed', changes: 0 });
        expect([ledger.size, title]).toEqual([1, 'Larkfield support']);
        expect(await ledgerVerify({ location, clock, checkpoints: [] })).toMatchObject({
          verdict: 'intact',
          trustDetail: { isKeyPinned: true },
        });
        const checks = DRIFT_CHECKS.filter(({ name }) => name !== 'controls exercised');
        expect(await drift({ location, clock, checks })).toMatchObject({ verdict: 'none' });
      });
    },
  );

  it('writes a document that a scan obeys at once', async () => {
    await withEmpty(async (project) => {
      const trusted = ['months/trusted.jsonl'];
      await answer(project, { trusted, action: 'issue_credit', after: 'lookup_order', source: 'months/*.jsonl' });
      const { document } = await scan({
        files: ['months/clean.jsonl'],
        project: project.location,
        clock: project.clock,
        workers: 1,
      });
      expect(document).toMatchObject({ outcome: 'ok', ledger: { index: 0 } });
      expect(document.inputs).toHaveLength(2);
      expect(document.coverage.hazards.covered).toMatchObject([{ action: 'issue_credit', after: ['lookup_order'] }]);
    });
  });

  it('takes the number of signatures and the signers file that it is told', async () => {
    await withEmpty(async (project) => {
      await project.write('team/signers', signersFile(['alice', 'bob', 'carol']));
      await answer(project, { signers: 'team/signers', signatures: 3 });
      expect((await project.sign([alice, bob])).signatures).toEqual({ have: 2, need: 3 });
    });
  });

  it('overwrites nothing', async () => {
    await withProject({}, async (project) => {
      const before = await project.read('THREATMODEL.md');
      expect((await errorOf(answer(project))).code).toBe('init/exists');
      expect(await project.read('THREATMODEL.md')).toEqual(before);
      expect(await readdir(project.folder)).not.toContain('.bezoar');
    });
  });

  it.each<readonly [string, Partial<InitAnswers>]>([
    ['an unknown profile', { profile: 'wizard' as never }],
    ['a profile that every object has', { profile: 'toString' as never }],
    ['a signers file outside', { signers: '../../etc/passwd' }],
    ['an absolute source', { source: '/etc/*.jsonl' }],
    ['a trusted corpus outside', { trusted: ['../trusted.jsonl'] }],
    ['an action that is no name', { action: 'issue credit!' }],
    ['a title that ends the document', { title: 'x\n```yaml bezoar\nversion: 1\nprofile: agent\n```' }],
    ['a precondition that is no name', { action: 'issue_credit', after: 'look up\n' }],
  ])('leaves nothing behind for %s', async (_, answers) => {
    await withEmpty(async (project) => {
      const before = await readdir(project.folder);
      expect(await errorOf(answer(project, answers))).toMatchObject({ name: 'UsageError' });
      expect(await readdir(project.folder)).toEqual(before);
    });
  });

  it('keeps the private key for its owner alone, and out of git', async () => {
    await withEmpty(async (project) => {
      gitIn(project.folder, ['init', '-q']);
      await answer(project);
      expect((await stat(project.at('.bezoar/keys/ledger.pem'))).mode & 0o777).toBe(0o600);
      expect((await stat(project.at('.bezoar/keys'))).mode & 0o777).toBe(0o700);
      await project.sign([alice, bob]);
      gitIn(project.folder, ['add', '-A']);
      const added = gitIn(project.folder, ['ls-files']).split('\n');
      expect(added).toContain('.bezoar/keys/ledger.vkey');
      expect(added).toContain('.bezoar/ledger/checkpoint');
      expect(added.filter((name) => name.endsWith('.pem'))).toEqual([]);
      for (const name of added.filter((one) => one !== '')) {
        expect((await project.read(name)).includes('PRIVATE KEY')).toBe(false);
      }
    });
  });

  it('says in its own words that a key lies there already, and keeps it', async () => {
    await withEmpty(async (project) => {
      await answer(project);
      const key = await project.read('.bezoar/keys/ledger.pem');
      await rm(project.at('THREATMODEL.md'));
      const again = await answer(project).catch((error: unknown) => error);
      if (again instanceof Error) expect(again).toMatchObject({ name: 'UsageError' });
      expect(await project.read('.bezoar/keys/ledger.pem')).toEqual(key);
    });
  });
});
