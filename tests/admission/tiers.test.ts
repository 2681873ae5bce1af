import { symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DAY_MS, errorOf, KEYS } from '../project/project.test-support.ts';
import {
  admitFiles,
  admittedIds,
  bodiesOf,
  chat,
  crowd,
  decideWith,
  keptOut,
  SOURCES,
  withAdmissions,
  writeRecords,
} from './admission.test-support.ts';

const { alice, bob, carol } = KEYS;
const CHATS = 'data/chats/c.jsonl';
const STAFF = 'data/staff/s.jsonl';
const TOO_LOW = ['corpus/tier-too-low'];

describe('the data of a tenant', () => {
  it('trains that tenant’s model, and no other', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, CHATS, [...crowd('a', 2), ...crowd('b', 2, { tenant: 'beta' })]);
      const files = [STAFF, CHATS];
      const acme = await admitFiles(project, files, { target: 'tenant:acme' });
      expect(await admittedIds(project, acme)).toEqual(['a0', 'a1', 's0']);
      expect(keptOut(acme)).toEqual({ b0: TOO_LOW, b1: TOO_LOW });
      const beta = await admitFiles(project, files, { target: 'tenant:beta' });
      expect(await admittedIds(project, beta)).toEqual(['b0', 'b1', 's0']);
      const other = await admitFiles(project, files, { target: 'tenant:ACME' });
      expect(await admittedIds(project, other)).toEqual(['s0']);
    });
  });

  it('belongs to nobody where the record names no tenant, or names it in a form that is no name', async () => {
    await withAdmissions({}, async (project) => {
      const odd = [undefined, '', null, ['acme'], { id: 'acme' }, 'acme ', 'Acme'];
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(
        project,
        CHATS,
        odd.map((tenant, i) => chat(`n${i}`, { tenant })),
      );
      const document = await admitFiles(project, [STAFF, CHATS], { target: 'tenant:acme' });
      expect(await admittedIds(project, document)).toEqual(['s0']);
    });
  });

  it('is not read from a line that names its tenant twice', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      const line = JSON.stringify(chat('twice', { tenant: 'beta' }));
      await project.write(
        CHATS,
        `${line.replace('{', '{"tenant":"acme",')}\n${line.replace(/\}$/, ',"tenant":"acme"}')}\n`,
      );
      const document = await admitFiles(project, [STAFF, CHATS], { target: 'tenant:acme' });
      expect(document).toMatchObject({ verdict: 'undecided', exit: 3 });
      expect(await admittedIds(project, document)).toEqual(['s0']);
    });
  });

  it('is refused for a target that is neither the base nor a tenant', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      for (const target of ['', 'Base', 'base ', 'tenant', 'tenant:', 'acme']) {
        expect(await errorOf(admitFiles(project, [STAFF], { target }))).toMatchObject({ code: 'admit/bad-target' });
      }
    });
  });
});

describe('customer data for a model that serves everybody', () => {
  it('needs two signatures over exactly these records, until they expire', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, CHATS, crowd('c', 2));
      const admitted = async (): Promise<string[]> => admittedIds(project, await admitFiles(project, [STAFF, CHATS]));
      const refused = await admitFiles(project, [STAFF, CHATS]);
      expect(refused).toMatchObject({ verdict: 'findings', outcome: 'adverse', exit: 1 });
      expect(keptOut(refused)).toEqual({ c0: TOO_LOW, c1: TOO_LOW });

      expect(await decideWith(project, { scope: [CHATS] }, [alice])).toMatchObject({ verdict: 'pending' });
      expect(await admitted()).toEqual(['s0']);
      expect(await decideWith(project, { scope: [CHATS] }, [bob])).toMatchObject({ verdict: 'made' });
      expect(await admitted()).toEqual(['c0', 'c1', 's0']);

      await writeRecords(project, CHATS, [...crowd('c', 2), chat('appended')]);
      expect(await admitted()).not.toContain('appended');
      await writeRecords(project, CHATS, [chat('c0', { account: 'somebody-else' }), chat('c1')]);
      expect(await admitted()).not.toContain('c0');

      await writeRecords(project, CHATS, crowd('c', 2));
      project.clock.now += 89 * DAY_MS;
      expect(await admitted()).toContain('c0');
      project.clock.now += 2 * DAY_MS;
      expect(await admitted()).toEqual(['s0']);
    });
  });

  it('is not reached by a decision over the same records as they stand in another source', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, CHATS, crowd('c', 2));
      await decideWith(project, { scope: [CHATS] }, [alice, bob]);
      await writeRecords(project, 'data/web/c.jsonl', crowd('c', 2));
      expect(await admittedIds(project, await admitFiles(project, [STAFF, 'data/web/*.jsonl']))).toEqual(['s0']);
    });
  });

  it('leaves out what a wider decision covers of a tier that the document does not admit', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, CHATS, crowd('c', 2));
      await writeRecords(project, 'data/web/w.jsonl', crowd('w', 2));
      const scope = [CHATS, 'data/web/w.jsonl'];
      await decideWith(project, { scope }, [alice, bob]);
      expect(await admittedIds(project, await admitFiles(project, scope))).toEqual(['c0', 'c1']);
    });
  });

  it('needs as many signatures as the document asks for today', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, CHATS, crowd('c', 2));
      await decideWith(project, { scope: [CHATS] }, [alice, bob]);
      const sources = SOURCES.replace('customer-owned: 2 signatures }', 'customer-owned: 3 signatures }');
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ sources }) });
      const ids = async (): Promise<string[]> => admittedIds(project, await admitFiles(project, [STAFF, CHATS]));
      expect(await ids()).toEqual(['s0']);
      await project.sign([alice]);
      expect(await ids()).toEqual(['s0']);
    });
  });

  it('stays with the tenant whose it is, whatever was decided for the base', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, CHATS, crowd('c', 2));
      await decideWith(project, { scope: [CHATS] }, [alice, bob]);
      const beta = await admitFiles(project, [STAFF, CHATS], { target: 'tenant:beta' });
      expect(await admittedIds(project, beta)).toEqual(['s0']);
    });
  });
});

describe('the tier of a record', () => {
  it('is raised by a signed decision for what that tier may do, and no further', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, 'data/web/w.jsonl', crowd('w', 2));
      const files = [STAFF, 'data/web/w.jsonl'];
      const raise = { action: 'tier-change', scope: ['data/web/w.jsonl'] } as const;
      await decideWith(project, { ...raise, from: 'open', to: 'customer-owned' }, [alice]);
      const ids = async (target: string): Promise<string[]> =>
        admittedIds(project, await admitFiles(project, files, { target }));
      expect(await ids('tenant:acme')).toEqual(['s0', 'w0', 'w1']);
      expect(await ids('tenant:beta')).toEqual(['s0']);
      expect(await ids('base')).toEqual(['s0']);
      await decideWith(project, { ...raise, from: 'customer-owned', to: 'first-party-reviewed' }, [alice, bob, carol]);
      expect(await ids('base')).toEqual(['s0', 'w0', 'w1']);
    });
  });

  it('does not rise by a decision from a tier that the records do not have', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, CHATS, crowd('c', 2));
      const wrong = { action: 'tier-change', scope: [CHATS], from: 'open', to: 'first-party-reviewed' } as const;
      await decideWith(project, wrong, [alice, bob, carol]);
      expect(await admittedIds(project, await admitFiles(project, [STAFF, CHATS]))).toEqual(['s0']);
    });
  });

  it('is lowered by one signature, and stays low when that decision is old', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 2));
      await writeRecords(project, 'data/staff/t.jsonl', crowd('t', 1));
      const lower = { action: 'tier-change', scope: [STAFF], from: 'first-party-reviewed', to: 'open' } as const;
      await decideWith(project, lower, [alice]);
      for (const wait of [0, 400]) {
        project.clock.now += wait * DAY_MS;
        expect(await admittedIds(project, await admitFiles(project, ['data/staff/*.jsonl']))).toEqual(['t0']);
      }
    });
  });

  it('of generated data is the lowest of its parents and its generator', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 2));
      await writeRecords(project, CHATS, [...crowd('c', 1), chat('both', { account: 'x' })]);
      await writeRecords(project, 'data/staff/both.jsonl', [chat('both', { account: 'y' })]);
      await writeRecords(project, 'data/made/m.jsonl', [
        chat('of-staff', { parents: ['s0', 's1'] }),
        chat('by-staff', { generator: 'staff' }),
        chat('of-child', { parents: ['of-staff'] }),
        chat('one-bad-parent', { parents: ['s0', 'c0'] }),
        chat('parent-as-text', { parents: 'c0' }),
        chat('parent-in-metadata', { metadata: { parents: ['c0'] } }),
        chat('grandchild', { parents: ['one-bad-parent'] }),
        chat('unknown-parent', { parents: ['nowhere'] }),
        chat('unknown-generator', { generator: 'gpt-of-somebody' }),
        chat('by-chats', { generator: 'chats' }),
        chat('ambiguous-parent', { parents: ['both'] }),
      ]);
      await writeRecords(project, 'data/staff/g.jsonl', [chat('said-to-be-staff', { parents: ['c0'] })]);
      const document = await admitFiles(project, ['data/*/*.jsonl']);
      const made = (await admittedIds(project, document)).filter((id) => !/^(?:s\d|both)$/.test(id));
      expect(made).toEqual(['by-staff', 'of-child', 'of-staff']);
    });
  });
});

describe('the source of a record', () => {
  it('is the lowest of those that match its file, and open where none does', async () => {
    const sources = SOURCES.replace('data/web/*.jsonl', '[data/web/*.jsonl, data/staff/both.jsonl]');
    await withAdmissions({ sources }, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, 'data/staff/both.jsonl', crowd('both', 1));
      await writeRecords(project, 'elsewhere/u.jsonl', crowd('u', 1));
      const document = await admitFiles(project, ['data/*/*.jsonl', 'elsewhere/u.jsonl']);
      expect(await admittedIds(project, document)).toEqual(['s0']);
      expect(document.findings.map(({ code, subject }) => [code, subject])).toContainEqual([
        'corpus/undeclared-source',
        'elsewhere/u.jsonl',
      ]);
    });
  });

  it('is that of the file behind a link or a detour', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, STAFF, crowd('s', 1));
      await writeRecords(project, 'data/web/w.jsonl', crowd('w', 2));
      await symlink(project.at('data/web/w.jsonl'), project.at('data/staff/link.jsonl'));
      await writeRecords(project, 'outside/o.jsonl', crowd('o', 2));
      await symlink(project.at('outside/o.jsonl'), project.at('data/staff/outside.jsonl'));
      for (const files of [['data/staff/*.jsonl'], [STAFF, 'data/staff/../web/w.jsonl']]) {
        expect(await admittedIds(project, await admitFiles(project, files))).toEqual(['s0']);
      }
      expect(await admittedIds(project, await admitFiles(project, [project.at(STAFF)]))).toEqual(['s0']);
    });
  });

  it('is not known of standard input', async () => {
    await withAdmissions({}, async (project) => {
      expect(await errorOf(admitFiles(project, ['-']))).toMatchObject({ code: 'admit/standard-input' });
    });
  });
});

describe('a document that was edited after it was signed', () => {
  it('is not obeyed where the edit loosens it, in a dry run neither', async () => {
    await withAdmissions({}, async (project) => {
      await writeRecords(project, 'data/web/w.jsonl', crowd('w', 2));
      const sources = SOURCES.replace('tier: open', 'tier: first-party-reviewed');
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ sources }) });
      for (const dryRun of [false, true]) {
        expect(await errorOf(admitFiles(project, ['data/web/w.jsonl'], { dryRun }))).toMatchObject({
          code: 'admit/policy-not-signed',
        });
      }
      await project.sign([alice, bob]);
      expect((await admitFiles(project, ['data/web/w.jsonl'])).admitted.records).toBe(2);
    });
  });
});
