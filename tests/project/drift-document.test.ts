import { rm } from 'node:fs/promises';
import { DRIFT_CHECKS, type DriftDocument, drift, scan } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import type { DocumentChoices } from './document.test-support.ts';
import { DAY_MS, KEYS, signersFile, type TestProject, withProject } from './project.test-support.ts';

const { alice, bob, pipeline } = KEYS;

/** Everything in it can be enforced by this version. */
const ENFORCEABLE: DocumentChoices = {
  hasCorpus: false,
  pipeline: [pipeline.fingerprint],
  blocks: ['control: corpus/phrases\nevidence: 10d'],
};

/** Drift by some checks alone; by all where none is named. */
function driftOf({ location, clock }: TestProject, ...names: readonly string[]): Promise<DriftDocument> {
  const checks = names.length === 0 ? DRIFT_CHECKS : DRIFT_CHECKS.filter(({ name }) => names.includes(name));
  expect(checks).toHaveLength(names.length || DRIFT_CHECKS.length);
  return drift({ location, clock, checks });
}

const codesOf = ({ findings }: DriftDocument): readonly string[] => findings.map(({ code }) => code);

const scanClean = ({ location, clock }: TestProject): ReturnType<typeof scan> =>
  scan({ files: ['months/clean.jsonl'], project: location, clock });

describe('drift of a document', () => {
  it('is none where it is signed and every control that it declares left fresh evidence', async () => {
    await withProject(ENFORCEABLE, async (project) => {
      await project.sign([alice, bob]);
      await scanClean(project);
      const document = await driftOf(project);
      expect(document).toMatchObject({
        schema: 'bezoar.drift/v1',
        verdict: 'none',
        outcome: 'ok',
        exit: 0,
        drifts: [],
        undecided: [],
        findings: [],
      });
      expect(document.checks.map(({ name, compared }) => [name, compared])).toEqual([
        ['document signed', 1],
        ['accepted risks', 0],
        ['controls exercised', 3],
        ['ledger verified', 2],
        ['receipts sealed', 0],
        ['scans repeated', 1],
        ['admissions recomputed', 0],
        ['gate current', 0],
        ['tool ceilings', 0],
      ]);
    });
  });

  it('is found where it was never signed', async () => {
    await withProject({}, async (project) => {
      const document = await driftOf(project, 'document signed');
      expect(codesOf(document)).toEqual(['policy/document-unsigned']);
      expect(document.verdict).toBe('drift');
      expect(document.drifts).toMatchObject([{ declared: 'a signed version', observed: 'never signed' }]);
    });
  });

  it.each<readonly [string, DocumentChoices, string, string]>([
    ['its title', { title: 'Another' }, 'policy/document-changed', 'medium'],
    ['only its prose', { title: 'Larkfield support\n\nA sentence more' }, 'policy/document-changed', 'medium'],
    ['something to the tighter', { failOn: 'low' }, 'policy/document-changed', 'medium'],
    ['something to the looser', { failOn: 'critical' }, 'policy/document-loosened', 'high'],
    ['what comes before an action', { after: 'greet' }, 'policy/document-loosened', 'high'],
    ['a control away', { hasCorpus: false }, 'policy/document-loosened', 'high'],
  ])('is found where somebody changed %s', async (_, choices, code, severity) => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      expect(codesOf(await driftOf(project, 'document signed'))).toEqual([]);
      await project.edit(choices);
      const document = await driftOf(project, 'document signed');
      expect(document.findings).toMatchObject([{ code, severity, location: { file: 'THREATMODEL.md' } }]);
      expect(document).toMatchObject({ verdict: 'drift', exit: 1 });
    });
  });

  it('is found where the set of signers changed', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await project.write('keys/allowed_signers', signersFile(['alice', 'bob', 'mallory']));
      const changed = await driftOf(project, 'document signed');
      expect(codesOf(changed)).toEqual(['policy/document-loosened']);
      expect(changed.findings[0]?.message).toContain('the signers file');
    });
  });

  it.each([
    ['is gone', undefined],
    ['is garbage', 'what is this?\n'],
  ])('is found where the signers file %s, and not reported as a ledger that was altered', async (_, content) => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      if (content === undefined) await rm(project.at('keys/allowed_signers'));
      else await project.write('keys/allowed_signers', content);
      const { document } = await scanClean(project);
      expect(document.findings.map(({ code }) => code)).not.toContain('ledger/altered');
      expect(document.outcome).not.toBe('ok');
      // A failure of configuration, a drift, or undecided; never silence, and never the ledger's fault.
      const result: unknown = await driftOf(project, 'document signed').catch((error: unknown) => error);
      expect(result).not.toMatchObject({ outcome: 'ok' });
      expect(JSON.stringify(result)).not.toContain('ledger cannot be read');
    });
  });
});

describe('drift of the controls', () => {
  it('is found where one never left evidence, or left it longer ago than the document allows', async () => {
    await withProject(ENFORCEABLE, async (project) => {
      await project.sign([alice, bob]);
      const before = await driftOf(project, 'controls exercised');
      expect(before.drifts).toMatchObject([
        { control: 'corpus/phrases', declared: 'exercised within 10d', observed: 'never exercised' },
      ]);
      expect(before.findings).toMatchObject([{ code: 'policy/control-not-exercised', subject: 'corpus/phrases' }]);
      await scanClean(project);
      project.clock.now += 10 * DAY_MS;
      expect((await driftOf(project, 'controls exercised')).verdict).toBe('none');
      project.clock.now += 1;
      expect((await driftOf(project, 'controls exercised')).drifts).toMatchObject([
        { control: 'corpus/phrases', observed: 'last exercised 10 days ago' },
      ]);
    });
  });

  it('is not hidden for years by evidence that is dated ahead', async () => {
    await withProject(ENFORCEABLE, async (project) => {
      await project.sign([alice, bob]);
      const { now } = project.clock;
      project.clock.now = now + 3650 * DAY_MS;
      await scanClean(project);
      project.clock.now = now;
      expect((await driftOf(project, 'controls exercised')).verdict).not.toBe('none');
    });
  });

  it('is found where this version enforces nothing of what is declared', async () => {
    await withProject({ blocks: ['control: artifact/pins\nlock: models.lock'] }, async (project) => {
      await project.sign([alice, bob]);
      const { drifts } = await driftOf(project, 'controls exercised');
      const controls = drifts.filter(({ observed }) => observed.startsWith('not available')).map((one) => one.control);
      expect(controls).toEqual(expect.arrayContaining(['artifact/pins']));
    });
  });
});

describe('accepted risks', () => {
  const FINDING = 'corpus/trigger-phrase:9f3c0d3be2a74c16a5d0f7be01c49e88';

  it('drift once their last day has passed, in UTC', async () => {
    await withProject({ accepted: [{ finding: FINDING, until: '2026-11-05' }] }, async (project) => {
      expect((await driftOf(project, 'accepted risks')).verdict).toBe('none');
      project.clock.now = Date.UTC(2026, 10, 5, 23, 59, 59, 999);
      expect((await driftOf(project, 'accepted risks')).verdict).toBe('none');
      project.clock.now += 1;
      const document = await driftOf(project, 'accepted risks');
      expect(document.drifts).toMatchObject([
        { declared: 'accepted until 2026-11-05 by support-lead', observed: 'today is 2026-11-06' },
      ]);
      expect(document.findings).toMatchObject([
        { code: 'policy/accepted-risk-expired', subject: FINDING, location: { file: 'THREATMODEL.md' } },
      ]);
    });
  });

  it('keep a drift from counting while they last', async () => {
    await withProject(ENFORCEABLE, async (project) => {
      const { id } = (await driftOf(project, 'controls exercised')).findings.find(
        ({ subject }) => subject === 'corpus/phrases',
      )!;
      await project.edit({ ...ENFORCEABLE, accepted: [{ finding: id, until: '2026-12-31' }] });
      await project.sign([alice, bob]);
      const document = await driftOf(project, 'controls exercised');
      expect(document).toMatchObject({ verdict: 'none', outcome: 'ok', exit: 0 });
      expect(document.findings).toMatchObject([{ id, status: 'accepted' }]);
      expect(document.drifts).toMatchObject([{ control: 'corpus/phrases', finding: id }]);
      project.clock.now = Date.UTC(2027, 0, 1);
      expect((await driftOf(project, 'controls exercised')).verdict).toBe('drift');
    });
  });

  it('cannot be used by a document that nobody signed to accept its own loosening', async () => {
    await withProject({}, async (project) => {
      await project.sign([alice, bob]);
      await project.edit({ failOn: 'critical' });
      const [finding] = (await driftOf(project, 'document signed')).findings;
      expect(finding?.code).toBe('policy/document-loosened');
      await project.edit({ failOn: 'critical', accepted: [{ finding: finding!.id, until: '2030-12-31' }] });
      expect(await driftOf(project, 'document signed')).toMatchObject({
        verdict: 'drift',
        outcome: 'adverse',
        exit: 1,
      });
    });
  });
});
