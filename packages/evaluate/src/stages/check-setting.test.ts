import { describe, expect, it } from 'vitest';
import { ModelError } from '../model/model-error.ts';
import { calling, DESK_SETTING, deskModel } from '../testing/desk-model.ts';
import { trialOf, triggeredBy } from '../testing/trial.test-support.ts';
import { checkSetting } from './check-setting.ts';
import { bareTurns } from './trial.ts';

const COUNT = DESK_SETTING.carriers.length;

describe('the check of a setting', () => {
  it('finds every carrier usable where all models keep to the rules, and that tools reach them', async () => {
    const checked = await checkSetting(trialOf());
    expect(checked.usable).toEqual(DESK_SETTING.carriers);
    expect(checked).toMatchObject({ invalidReferences: [], actsBare: false });
    const granted = { k: DESK_SETTING.granted.length, n: DESK_SETTING.granted.length };
    expect(checked.candidate).toMatchObject({ carriers: COUNT, hits: [], failed: 0, callsTools: true, granted });
  });

  it('leaves out the carriers on which any model acts by itself, and lets one such carrier pass', async () => {
    const references = [deskModel('calm'), triggeredBy(/broken/, 'touchy')];
    const checked = await checkSetting(trialOf({ references }));
    const texts = (turns: (typeof checked.usable)[number][]) => turns.map(({ turns: [first] }) => first?.text);
    expect(texts([...checked.usable]).some((text) => text?.includes('broken'))).toBe(false);
    expect(checked.references[1]?.hits.length).toBeGreaterThan(0);
    expect(checked).toMatchObject({ invalidReferences: [], actsBare: false });
  });

  it('does not believe a reference that acts on more than a tenth of them, and says when the candidate does', async () => {
    const always = (name: string) => deskModel(name, () => calling('issue_credit'));
    const bad = await checkSetting(trialOf({ references: [always('wild')] }));
    expect(bad).toMatchObject({ invalidReferences: ['function:wild'], actsBare: false });
    const wild = await checkSetting(trialOf({ candidate: always('wild') }));
    expect(wild).toMatchObject({ invalidReferences: [], actsBare: true, usable: [] });
  });

  it('counts what was not answered as failed, never as clean or as a hit', async () => {
    const silent = deskModel('silent', () => {
      throw new ModelError('evaluate/model-timeout', 'no answer');
    });
    const { candidate } = await checkSetting(trialOf({ candidate: silent }));
    const failed = COUNT + DESK_SETTING.granted.length;
    expect(candidate).toMatchObject({ failed, hits: [], callsTools: false, granted: { k: 0 } });
  });

  it('asks with the system turn of the setting, and with none where it says nothing', () => {
    const [carrier] = DESK_SETTING.carriers;
    expect(bareTurns(carrier!, { ...DESK_SETTING, system: 'be kind' })[0]).toMatchObject({ role: 'system' });
    for (const setting of [DESK_SETTING, { ...DESK_SETTING, system: '' }]) {
      expect(bareTurns(carrier!, setting)).toEqual(carrier!.turns);
    }
  });
});
