import { DRIFT_CHECKS, type DriftDocument, drift, type StatusDocument, status } from '@bezoar/operations';
import { renderTerminal } from '@bezoar/report';
import { describe, expect, it } from 'vitest';
import { statusBlocks } from '../../packages/operations/src/status/status-report.ts';
import { bodiesOf } from '../admission/admission.test-support.ts';
import { DAY_MS, type TestProject } from '../project/project.test-support.ts';
import {
  ACTIONS,
  GATE,
  gatePath,
  overrideWith,
  promotePath,
  sealGuard,
  trainedModel,
  withGate,
} from './promotion.test-support.ts';

const statusOf = ({ location, clock }: TestProject): Promise<StatusDocument> => status({ location, clock });

const driftOf = ({ location, clock }: TestProject): Promise<DriftDocument> =>
  drift({ location, clock, checks: DRIFT_CHECKS.filter(({ name }) => name === 'gate current') });

const observed = async (project: TestProject): Promise<readonly string[]> =>
  (await driftOf(project)).drifts.map((one) => one.observed);

describe('the status of a project', () => {
  it('says which model is promoted, by what verdict, and what comes next', async () => {
    await withGate({}, async (project) => {
      expect((await statusOf(project)).models).toEqual([]);
      const first = await gatePath(project, 'model.bin');
      expect((await statusOf(project)).models).toMatchObject([
        { path: 'model.bin', state: 'waiting', gate: { verdict: 'PASS' }, next: 'bezoar promote model.bin' },
      ]);
      await promotePath(project);
      project.clock.now += 2 * DAY_MS;
      const { models } = await statusOf(project);
      expect(models).toMatchObject([
        {
          state: 'promoted',
          gate: { verdict: 'PASS', entry: first.index, ageMs: 2 * DAY_MS },
          expires: '2026-11-15T12:00:00.000Z',
          obstacles: [],
          next: null,
        },
      ]);
      project.clock.now += 9 * DAY_MS;
      expect((await statusOf(project)).models).toMatchObject([
        {
          state: 'lapsed',
          next: 'bezoar gate --candidate tiny:model.bin',
          obstacles: [expect.stringContaining('11 days')],
        },
      ]);
    });
  });

  it('shows a promotion by override as what it is, and a candidate that waits for people beside it', async () => {
    await withGate({}, async (project) => {
      await sealGuard(project);
      const { report } = await gatePath(project, 'model.bin', { verdict: 'FAIL', hazard: 'issue_credit' });
      expect((await statusOf(project)).models).toMatchObject([
        { state: 'waiting', next: 'bezoar explain evaluate/hazard' },
      ]);
      await overrideWith(project, report);
      await promotePath(project);
      await project.write('next.bin', 'next weights');
      const review = await gatePath(project, 'next.bin', { verdict: 'REVIEW' });
      const document = await statusOf(project);
      expect(document.models).toMatchObject([
        { path: 'model.bin', state: 'promoted by override', gate: { verdict: 'FAIL' }, obstacles: [] },
        { path: 'next.bin', state: 'waiting', next: `bezoar decide override ${review.report}` },
      ]);
      const screen = renderTerminal(statusBlocks(document), { columns: 200, color: false, unicode: false });
      expect(screen).toMatch(/model\.bin [0-9a-f]{16}.*promoted by override.*FAIL/);
    });
  });

  it('has the controls of the gate and of the promotion enforced by what they leave', async () => {
    await withGate({ gate: `${GATE}\n\`\`\`\n\n\`\`\`yaml bezoar\ncontrol: evaluate/promotion` }, async (project) => {
      const states = async (): Promise<readonly string[]> =>
        (await statusOf(project)).steps
          .flatMap(({ controls }) => controls)
          .filter(({ control }) => control.startsWith('evaluate/'))
          .map(({ control, state }) => `${control} ${state}`);
      expect(await states()).toEqual(['evaluate/gate never exercised', 'evaluate/promotion never exercised']);
      await gatePath(project, 'model.bin');
      await promotePath(project);
      expect(await states()).toEqual(['evaluate/gate enforced', 'evaluate/promotion enforced']);
    });
  });
});

describe('drift of what is promoted', () => {
  it('is none where it is in force, and nothing is compared before anything was promoted', async () => {
    await withGate({}, async (project) => {
      expect(await driftOf(project)).toMatchObject({ verdict: 'none', checks: [{ compared: 0 }] });
      await gatePath(project, 'model.bin');
      await promotePath(project);
      expect(await driftOf(project)).toMatchObject({ verdict: 'none', checks: [{ compared: 2 }] });
    });
  });

  it('is found once its verdict is too old, or of a weaker gate than the document asks for by now', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      await promotePath(project);
      await project.edit({
        hasCorpus: false,
        blocks: bodiesOf({ actions: ACTIONS, more: [GATE.replace('models/2026-10', 'models/2026-09')] }),
      });
      expect(await observed(project)).toEqual([expect.stringContaining('did not compare with `models/2026-09`')]);
      project.clock.now += 11 * DAY_MS;
      const document = await driftOf(project);
      expect(document).toMatchObject({ verdict: 'drift', exit: 1 });
      expect(document.drifts.map(({ control }) => control)).toEqual(['evaluate/promotion', 'evaluate/promotion']);
      expect(document.findings.map(({ code }) => code)).toEqual(document.drifts.map(() => 'evaluate/not-promotable'));
    });
  });

  it('is found where the model at its path, or a reference at its own, has other bytes', async () => {
    await withGate({}, async (project) => {
      await project.write('models/2026-10', 'older weights');
      await gatePath(project, 'model.bin');
      await promotePath(project);
      expect(await driftOf(project)).toMatchObject({ verdict: 'none', checks: [{ compared: 3 }] });
      await project.write('model.bin', 'swapped');
      await project.write('models/2026-10', 'swapped as well');
      expect(await observed(project)).toEqual([
        expect.stringContaining('`model.bin` is no more the promoted model'),
        expect.stringContaining('`models/2026-10` is no more the reference'),
      ]);
    });
  });

  it('is of the newest promotion for each target: last month’s model may grow old', async () => {
    await withGate({}, async (project) => {
      await trainedModel(project, 'models/a');
      await gatePath(project, 'models/a');
      await promotePath(project, 'models/a');
      await gatePath(project, 'model.bin');
      await promotePath(project);
      project.clock.now += 8 * DAY_MS;
      await project.write('model.bin', 'the next weights');
      await gatePath(project, 'model.bin');
      await promotePath(project);
      expect(await driftOf(project)).toMatchObject({ verdict: 'none', checks: [{ compared: 4 }] });
      project.clock.now += 3 * DAY_MS;
      expect((await driftOf(project)).drifts).toHaveLength(1);
      expect((await statusOf(project)).models).toMatchObject([
        { path: 'model.bin', target: '', state: 'promoted' },
        { path: 'models/a', target: 'base', state: 'lapsed' },
      ]);
    });
  });

  it('is undecided where the document no longer declares a gate', async () => {
    await withGate({ isSigned: false }, async (project) => {
      await gatePath(project, 'model.bin');
      await promotePath(project);
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ actions: ACTIONS }) });
      expect(await driftOf(project)).toMatchObject({ verdict: 'undecided', exit: 3 });
    });
  });
});
