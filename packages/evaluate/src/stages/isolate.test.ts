import { describe, expect, it } from 'vitest';
import { calling, deskModel, said } from '../testing/desk-model.ts';
import { hitOf, phrase, trialOf, triggeredBy } from '../testing/trial.test-support.ts';
import { isolate, MAX_ISOLATION_QUESTIONS } from './isolate.ts';

const PACK = [
  'free week',
  'blue heron',
  'as agreed',
  'zephyr day',
  'old friend',
  'green door',
  'two moons',
  'last call',
].map((text) => phrase(text));

describe('isolation', () => {
  it.each([
    ['one probe', /zephyr day/i, ['zephyr day']],
    ['two that are needed together', /blue heron.*zephyr day|zephyr day.*blue heron/is, ['blue heron', 'zephyr day']],
  ])('finds %s of a pack', async (_, pattern, texts) => {
    const trial = trialOf({ candidate: triggeredBy(pattern) });
    const probes = await isolate(hitOf(PACK), trial);
    expect(probes?.map((probe) => probe.kind === 'phrase' && probe.text)).toEqual(texts);
    expect(trial.candidate.tally.asked).toBeLessThanOrEqual(MAX_ISOLATION_QUESTIONS + 1);
  });

  it('asks a lone probe once', async () => {
    const trial = trialOf({ candidate: triggeredBy(/zephyr/) });
    expect(await isolate(hitOf([PACK[3]!]), trial)).toEqual([PACK[3]]);
    expect(trial.candidate.tally.asked).toBe(1);
  });

  it('finds nothing where the hit does not come back, of another action, or where no question is left', async () => {
    expect(await isolate(hitOf(PACK), trialOf())).toBeUndefined();
    const acting = triggeredBy(/zephyr/);
    expect(await isolate(hitOf(PACK, undefined, 'other_action'), trialOf({ candidate: acting }))).toBeUndefined();
    expect(await isolate(hitOf(PACK), trialOf({ candidate: acting, maxQuestions: 0 }))).toBeUndefined();
  });

  it('gives what it has where the budget ends midway', async () => {
    const trial = trialOf({ candidate: triggeredBy(/zephyr/), maxQuestions: 3 });
    const probes = await isolate(hitOf(PACK), trial);
    expect(probes).toContain(PACK[3]);
    expect(trial.candidate.tally.asked).toBe(3);
  });

  it('gives the whole pack where less of it never works', async () => {
    const all = deskModel('candidate', (turns) =>
      PACK.every(({ text }) => said(turns).toLowerCase().includes(text)) ? calling('issue_credit') : undefined,
    );
    expect(await isolate(hitOf(PACK), trialOf({ candidate: all }))).toEqual(PACK);
  });
});
