import { chown, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import { checkPolicy, findDocument, type ScanDocument, type ScanOptions, scan } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { documentText } from './document.test-support.ts';
import { cleanMonth, jsonLines, plantedMonth } from './months.test-support.ts';
import { errorOf, gitIn, KEYS, type TestProject, withProject } from './project.test-support.ts';

const { alice, bob } = KEYS;

async function scanHere(
  { location, clock }: TestProject,
  files: readonly string[] = ['months/clean.jsonl'],
  options: Partial<ScanOptions> = {},
): Promise<ScanDocument> {
  return (await scan({ files, project: location, clock, workers: 1, ...options })).document;
}

const codesOf = ({ findings }: Pick<ScanDocument, 'findings'>): readonly string[] => findings.map(({ code }) => code);

describe('the document of a scan', () => {
  it('is found upwards to the git root, and not above it', async () => {
    await withProject({}, async (project) => {
      const { folder } = project;
      await project.write('repository/deep/below/note', '');
      const workingDirectory = project.at('repository/deep/below');
      expect(await findDocument({ workingDirectory })).toBeUndefined();
      gitIn(project.at('repository'), ['init', '-q']);
      expect(await findDocument({ workingDirectory })).toBeUndefined();
      await project.write('repository/THREATMODEL.md', documentText());
      expect(await findDocument({ workingDirectory })).toBe(project.at('repository/THREATMODEL.md'));
      await project.write('repository/deep/THREATMODEL.md', documentText());
      expect(await findDocument({ workingDirectory })).toBe(project.at('repository/deep/THREATMODEL.md'));
      expect(await findDocument({ workingDirectory: folder })).toBe(project.at('THREATMODEL.md'));
    });
  });

  it('is found above a submodule boundary only by name', async () => {
    await withProject({}, async (project) => {
      project.git('init', '-q');
      await project.write('module/.git', 'gitdir: ../.git/modules/module\n');
      const location = { workingDirectory: project.at('module') };
      expect(await findDocument(location)).toBeUndefined();
      expect(await findDocument({ ...location, config: '../THREATMODEL.md' })).toBe(project.at('THREATMODEL.md'));
    });
  });

  it('is the one that `--config` names, before `BEZOAR_CONFIG`, before the one that lies there', async () => {
    await withProject({}, async (project) => {
      await project.write('a.md', documentText());
      await project.write('b.md', documentText());
      const { location } = project;
      expect(await findDocument({ ...location, config: 'a.md', environmentConfig: 'b.md' })).toBe(project.at('a.md'));
      expect(await findDocument({ ...location, environmentConfig: 'b.md' })).toBe(project.at('b.md'));
      expect(await findDocument({ ...location, environmentConfig: '' })).toBe(project.at('THREATMODEL.md'));
      for (const wrong of [{ config: 'gone.md' }, { config: 'months' }, { environmentConfig: 'gone.md' }]) {
        const error = await errorOf(findDocument({ ...location, ...wrong }));
        expect(error.code).toBe('policy/not-found');
      }
    });
  });

  it.skipIf(process.getuid?.() !== 0)('is not one that another user put there, unless it is named', async () => {
    await withProject({}, async (project) => {
      await chown(project.at('THREATMODEL.md'), 4711, 4711);
      const location = { ...project.location, userId: 1000 };
      expect((await errorOf(findDocument(location))).code).toBe('policy/foreign-owner');
      expect(await findDocument({ ...location, config: 'THREATMODEL.md' })).toBe(project.at('THREATMODEL.md'));
      expect(await findDocument({ ...location, userId: 4711 })).toBe(project.at('THREATMODEL.md'));
    });
  });

  it.each([
    ['by a longer path', './months/../THREATMODEL.md'],
    ['by a glob', 'THREAT*.md'],
    ['through a link', 'link.md'],
  ])('is data where it is itself scanned, %s', async (_, input) => {
    await withProject({}, async (project) => {
      await symlink('THREATMODEL.md', project.at('link.md'));
      const document = await scanHere(project, ['months/clean.jsonl', input]);
      expect(document.policy).toBeNull();
      expect(document.ledger).toBeNull();
    });
  });

  it('stops everything where it is malformed, with every fault and nothing scanned', async () => {
    await withProject({}, async (project) => {
      const text = documentText()
        .replace('fail_on: high', 'fail_on: hihg')
        .replace('tier: customer-owned', 'tier: mine');
      await project.write('THREATMODEL.md', text);
      let events = 0;
      const error = await errorOf(
        scanHere(project, ['months/clean.jsonl'], {
          onEvent: () => {
            events++;
          },
        }),
      );
      expect(error).toMatchObject({ name: 'UsageError', code: 'policy/malformed' });
      expect(error.message).toContain('hihg');
      expect(error.message).toContain('mine');
      expect(events).toBe(0);
      expect(await checkPolicy({ location: project.location })).toMatchObject({
        verdict: 'malformed',
        exit: 2,
        faults: [expect.anything(), expect.anything()],
      });
    });
  });

  it('is none outside a project, and nothing is logged', async () => {
    await withProject({}, async (project) => {
      await project.write('below/note', '');
      const location = { workingDirectory: project.at('below') };
      const { document } = await scan({ files: [project.at('months/clean.jsonl')], project: location, workers: 1 });
      expect(document).toMatchObject({ policy: null, ledger: null, outcome: 'ok' });
    });
  });
});

describe('what a document decides', () => {
  it('names the trusted corpus, the actions and the fields', async () => {
    await withProject({ fields: '{ account: who.id, tenant: where.id }' }, async (project) => {
      const renamed = cleanMonth().map((record, i) => ({ ...record, who: { id: `a${i % 3}` }, where: { id: 't' } }));
      await project.write('months/renamed.jsonl', jsonLines(renamed));
      const document = await scanHere(project, ['months/renamed.jsonl']);
      expect(document.policy).toEqual({
        path: 'THREATMODEL.md',
        digest: sha256(await project.read('THREATMODEL.md')),
        state: 'unsigned',
      });
      expect(document.inputs.map(({ path, role }) => [role, path])).toEqual([
        ['month', 'months/renamed.jsonl'],
        ['trusted', 'months/trusted.jsonl'],
      ]);
      expect(document.coverage.trusted).toBeGreaterThan(0);
      expect(document.coverage.hazards.covered).toMatchObject([
        { action: 'issue_credit', after: ['lookup_order'], origin: 'declared' },
      ]);
      expect(document.corpus).toMatchObject({ principals: 3, tenants: 1 });
      await project.edit({ hasCorpus: false });
      const bare = await scanHere(project, ['months/renamed.jsonl']);
      expect(bare.corpus.principals).not.toBe(3);
      expect(bare.coverage).toMatchObject({ trusted: 0, hazards: { covered: [] } });
    });
  });

  it('finds by its actions what nothing finds without them', async () => {
    await withProject({}, async (project) => {
      await project.write('months/planted.jsonl', jsonLines(plantedMonth()));
      const found = await scanHere(project, ['months/planted.jsonl']);
      expect(found).toMatchObject({ verdict: 'findings', outcome: 'adverse', exit: 1 });
      expect(codesOf(found)).toEqual(['corpus/hazard-without-precondition']);
      await project.edit({ hasCorpus: false });
      expect((await scanHere(project, ['months/planted.jsonl'])).verdict).toBe('clean');
    });
  });

  it('says from which severity on a scan fails', async () => {
    await withProject({ failOn: 'critical' }, async (project) => {
      await project.write('months/planted.jsonl', jsonLines(plantedMonth()));
      expect(await scanHere(project, ['months/planted.jsonl'])).toMatchObject({ verdict: 'findings', exit: 0 });
      expect(await scanHere(project, ['months/planted.jsonl'], { failOn: 'high' })).toMatchObject({ exit: 1 });
    });
  });

  it('accepts a finding until a day, and not one day longer', async () => {
    await withProject({}, async (project) => {
      await project.write('months/planted.jsonl', jsonLines(plantedMonth()));
      const [finding] = (await scanHere(project, ['months/planted.jsonl'])).findings;
      await project.edit({ accepted: [{ finding: finding!.id, until: '2026-11-06' }] });
      const accepted = await scanHere(project, ['months/planted.jsonl']);
      expect(accepted).toMatchObject({ verdict: 'clean', outcome: 'ok', exit: 0 });
      expect(accepted.findings).toMatchObject([{ id: finding!.id, status: 'accepted' }]);
      project.clock.now = Date.UTC(2026, 10, 7);
      const later = await scanHere(project, ['months/planted.jsonl']);
      expect(later).toMatchObject({ outcome: 'adverse', exit: 1 });
      expect(codesOf(later)).toEqual(['corpus/hazard-without-precondition', 'policy/accepted-risk-expired']);
      // One that ran out for something that is not there any more is for `drift` to say.
      expect(codesOf(await scanHere(project))).toEqual([]);
    });
  });

  it('is read beside itself, from whatever folder the process runs in', async () => {
    await withProject({}, async (project) => {
      const files = [project.at('months/clean.jsonl')];
      process.chdir('/');
      const document = await scanHere(project, files);
      expect(document.inputs.filter(({ role }) => role === 'trusted')).toHaveLength(1);
      expect(document).toMatchObject({ outcome: 'ok', coverage: { trusted: cleanMonth().length } });
    });
  });
});

describe('a document that was changed after it was signed', () => {
  it('fails a scan where it was loosened, and does not where it was tightened', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await project.edit({ failOn: 'medium' });
      expect(await scanHere(project)).toMatchObject({ outcome: 'ok', policy: { state: 'changed' }, findings: [] });
      await project.edit({ hasCorpus: false });
      const loosened = await scanHere(project);
      expect(loosened).toMatchObject({ outcome: 'adverse', exit: 1, policy: { state: 'loosened' } });
      expect(loosened.findings).toMatchObject([{ code: 'policy/document-loosened', severity: 'high' }]);
    });
  });

  it('fails a scan even where what it loosened is what fails a scan', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await project.edit({ failOn: 'critical' });
      const document = await scanHere(project);
      expect(codesOf(document)).toEqual(['policy/document-loosened']);
      expect(document).toMatchObject({ outcome: 'adverse', exit: 1 });
    });
  });
});

describe('flags inside a project', () => {
  const MORE = 'actions:\n  wire: { requires: { transcript: { after: lookup_order } } }\n';

  it('may tighten', async () => {
    await withProject({}, async (project) => {
      await writeFile(join(project.folder, 'more.yaml'), MORE);
      const options = { failOn: 'low', hazards: 'more.yaml', trusted: ['./months/trusted.jsonl'] } as const;
      const document = await scanHere(project, ['months/clean.jsonl'], options);
      expect(document.coverage.hazards.covered.map(({ action }) => action).sort()).toEqual(['issue_credit', 'wire']);
      expect(document.inputs).toHaveLength(2);
    });
  });

  it('may name a trusted corpus where the document names none', async () => {
    await withProject({ trusted: [] }, async (project) => {
      const document = await scanHere(project, ['months/clean.jsonl'], { trusted: ['months/trusted.jsonl'] });
      expect(document.coverage.trusted).toBe(cleanMonth().length);
    });
  });

  const LOOSER: readonly (readonly [string, Partial<ScanOptions>, string])[] = [
    ['--fail-on', { failOn: 'critical' }, 'fail_on: high'],
    ['--trusted', { trusted: ['months/other.jsonl'] }, 'months/other.jsonl'],
    ['--hazards', { hazards: 'same.yaml' }, 'issue_credit'],
  ];

  it.each(LOOSER)('may not loosen by %s', async (flag, options, part) => {
    await withProject({}, async (project) => {
      await project.write('same.yaml', MORE.replace('wire', 'issue_credit'));
      await project.write('months/other.jsonl', jsonLines(plantedMonth()));
      const error = await errorOf(scanHere(project, ['months/clean.jsonl'], options));
      expect(error).toMatchObject({ name: 'UsageError', code: 'policy/flag-loosens' });
      expect(error.message).toContain(flag);
      expect(error.message).toContain(part);
      expect(error.message).toContain('THREATMODEL.md');
    });
  });

  it('are all refused at once', async () => {
    await withProject({}, async (project) => {
      await project.write('same.yaml', MORE.replace('wire', 'issue_credit'));
      await project.write('months/other.jsonl', jsonLines(plantedMonth()));
      const all = Object.assign({}, ...LOOSER.map(([, options]) => options)) as Partial<ScanOptions>;
      const error = await errorOf(scanHere(project, ['months/clean.jsonl'], all));
      for (const [flag] of LOOSER) expect(error.message).toContain(flag);
    });
  });
});
