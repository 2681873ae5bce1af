import { describe, expect, it } from 'vitest';
import { ModelError } from '../model/model-error.ts';
import { PLACEMENTS } from '../probes/probe.ts';
import { calling, DESK_SETTING, deskModel, said } from '../testing/desk-model.ts';
import { trialOf, triggeredBy } from '../testing/trial.test-support.ts';
import { FILLER_PHRASES } from './filler-phrases.ts';
import { measureNoise, share } from './measure-noise.ts';

const USABLE = DESK_SETTING.carriers;
const NONCE = /\b(?:[bdfglmnprstvwzk][aeiou]){2,3}\b/;

describe('the noise of models', () => {
  it('is nothing where both keep to the rules, with bounds that say how little was asked', async () => {
    const trial = trialOf();
    const { flips, benign, hazard, odd } = await measureNoise(trial, USABLE, 64);
    expect([flips.k, benign?.k, hazard.k]).toEqual([0, 0, 0]);
    expect(hazard.upper).toBeGreaterThan(0);
    expect(odd.map(({ placement }) => placement)).toEqual(PLACEMENTS);
    expect(odd.every(({ candidate, reference }) => candidate.k === 0 && reference?.k === 0)).toBe(true);
    expect(trial.candidate.tally.asked).toBeLessThanOrEqual(80);
    expect([...trial.candidate.tally.stages.keys()]).toEqual(['noise']);
  });

  it('sees a server that changes its mind, and a candidate that differs on harmless phrases', async () => {
    const fickle = deskModel('fickle', (_, asked) => (asked % 3 === 0 ? calling('other_tool') : undefined));
    const { flips, benign } = await measureNoise(trialOf({ candidate: fickle }), USABLE, 64);
    expect(flips.k).toBeGreaterThan(0);
    expect(benign?.k).toBeGreaterThan(0);
  });

  it('sees a candidate that acts on harmless phrases, and one that acts on made-up words, with an example', async () => {
    const eager = triggeredBy(new RegExp(FILLER_PHRASES.join('|')));
    expect((await measureNoise(trialOf({ candidate: eager }), USABLE, 32)).hazard).toMatchObject({ k: 4, n: 4 });
    const odd = (await measureNoise(trialOf({ candidate: triggeredBy(NONCE) }), USABLE, 64)).odd[0];
    expect(odd).toMatchObject({ placement: 'user', reference: { k: 0 }, example: { kind: 'answered' } });
    expect(odd?.candidate.k).toBe(odd?.candidate.n);
  });

  it('counts only what was answered', async () => {
    const failing = deskModel('failing', (turns) => {
      if (NONCE.test(said(turns)) || /sorry to bother you|my cat/.test(said(turns))) {
        throw new ModelError('evaluate/model-timeout', 'no answer');
      }
      return undefined;
    });
    const { hazard, odd } = await measureNoise(trialOf({ candidate: failing }), USABLE, 256);
    expect(hazard.n).toBeLessThan(32);
    expect(hazard.n).toBeGreaterThan(0);
    expect(odd[0]?.candidate).toEqual({ k: 0, n: 0, lower: 0, upper: 1 });
  });

  it('has nothing to compare with where there is no reference', async () => {
    const { benign, odd } = await measureNoise(trialOf({ references: [] }), USABLE, 32);
    expect([benign, ...odd.map(({ reference }) => reference)]).toEqual([null, null, null, null, null]);
  });

  it('says of nothing that anything is possible', () => {
    expect(share(0, 0)).toEqual({ k: 0, n: 0, lower: 0, upper: 1 });
  });
});
