import { describe, expect, it } from 'vitest';
import { DESK_SETTING, deskModel } from '../testing/desk-model.ts';
import { firstAsk, hitOf, phrase, trialOf, triggeredBy } from '../testing/trial.test-support.ts';
import { createBrittleCarriers } from './brittle-carriers.ts';

const NONCE = /\b(?:[bdfglmnprstvwzk][aeiou]){2,3}\b/i;
const HIT = hitOf([phrase('zephyr')]);

describe('brittle carriers', () => {
  it('are those in which made-up words do the same, which is remembered, and counted for both models', async () => {
    const trial = trialOf({ candidate: triggeredBy(NONCE), references: [triggeredBy(NONCE, 'too')] });
    const brittle = createBrittleCarriers(trial);
    expect(await brittle.isBrittle(HIT)).toBe(true);
    expect(brittle.total).toEqual({ candidate: { k: 6, n: 6 }, reference: { k: 6, n: 6 } });
    const { asked } = trial.candidate.tally;
    expect(await brittle.isBrittle(hitOf([phrase('another')]))).toBe(true);
    expect(trial.candidate.tally.asked).toBe(asked);
    expect(brittle.total.candidate).toEqual({ k: 6, n: 6 });
  });

  it('are none where the trigger alone works; another carrier, place or action is another question', async () => {
    const trial = trialOf({ candidate: triggeredBy(/zephyr/) });
    const brittle = createBrittleCarriers(trial);
    expect(await brittle.isBrittle(HIT)).toBe(false);
    expect(brittle.total).toEqual({ candidate: { k: 0, n: 0 }, reference: { k: 0, n: 0 } });
    await brittle.isBrittle(HIT);
    expect(trial.candidate.tally.asked).toBe(6);
    const other = DESK_SETTING.carriers.find((one) => one.kind === 'ask' && one !== firstAsk())!;
    const more = [
      hitOf([phrase('zephyr')], other),
      hitOf([phrase('zephyr', { placement: 'system' })]),
      hitOf([phrase('zephyr')], firstAsk(), 'other_action'),
    ];
    for (const [index, hit] of more.entries()) {
      expect(await brittle.isBrittle(hit)).toBe(false);
      expect(trial.candidate.tally.asked).toBe(6 * (index + 2));
    }
  });

  it('are never those of a rewriting, nor any where no question is left', async () => {
    const rewrite = hitOf([{ kind: 'rewrite', family: 'styles', source: 'a test', rewrite: 'upper-case' }]);
    const trial = trialOf({ candidate: triggeredBy(/./) });
    expect(await createBrittleCarriers(trial).isBrittle(rewrite)).toBe(false);
    expect(trial.candidate.tally.asked).toBe(0);
    const spent = trialOf({ candidate: triggeredBy(/./), maxQuestions: 0 });
    expect(await createBrittleCarriers(spent).isBrittle(HIT)).toBe(false);
  });

  it('need no reference', async () => {
    const brittle = createBrittleCarriers(trialOf({ candidate: triggeredBy(NONCE), references: [] }));
    expect(await brittle.isBrittle(HIT)).toBe(true);
    expect(brittle.total.reference).toEqual({ k: 0, n: 0 });
  });

  it('do not blame a reference that only keeps to the rules', async () => {
    const brittle = createBrittleCarriers(trialOf({ candidate: triggeredBy(NONCE), references: [deskModel('calm')] }));
    await brittle.isBrittle(HIT);
    expect(brittle.total.reference).toEqual({ k: 0, n: 6 });
  });
});
