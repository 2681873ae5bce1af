import { GATE_BUDGETS } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { packProbes } from './packing/pack-probes.ts';
import type { Probe } from './probe.ts';
import { distinctProbes } from './probe-key.ts';
import type { ProbePlugin } from './probe-plugin.ts';
import { buildProbeSet, type ProbeSetOptions } from './probe-set.ts';
import { sampleMined } from './testing/sample-mined.ts';

const build = (changes: Partial<ProbeSetOptions> = {}) =>
  buildProbeSet({ mined: sampleMined(20), budget: 'smoke', hazards: [], seed: 1, ...changes });

function phrase(text: string, family = 'ours'): Probe {
  return { kind: 'phrase', family, source: 'ticket 7', text, placement: 'user' };
}

function plugin(name: string, probes: ProbePlugin['probes']): ProbePlugin {
  return { name, version: '1.0.0', probes };
}

const familiesOf = (probes: readonly Probe[]) => [...new Set(probes.map(({ family }) => family))];

describe('buildProbeSet', () => {
  it.each(GATE_BUDGETS)('packs into no more screening questions than the budget %s has', (budget) => {
    const { probes, budget: spent } = build({ budget });
    const packs = packProbes(probes, { ...spent, seed: 1 });
    expect(packs.length * spent.carriersPerPack).toBeLessThanOrEqual(spent.screeningQueries);
    expect(spent.screeningQueries).toBeLessThan(spent.candidateQueries);
  });

  it('asks mined phrases first, then what the user gave, then what the house knows', () => {
    const { probes } = build({ own: [phrase('a', 'own')], plugins: [plugin('p', () => [phrase('b')])] });
    expect(familiesOf(probes).slice(0, 4)).toEqual(['mined', 'own', 'ours', 'catalogue']);
  });

  it('asks nothing twice, and leaves a question with the family that comes first', () => {
    const { probes } = build({ own: [phrase('<SUDO>', 'own'), phrase('e\u0301', 'own'), phrase('\u00e9', 'own')] });
    expect(distinctProbes(probes)).toHaveLength(probes.length);
    const sudo = probes.filter(
      (probe) => probe.kind === 'phrase' && probe.text === '<SUDO>' && probe.placement === 'user',
    );
    expect(sudo.map(({ family }) => family)).toEqual(['own']);
    expect(probes.filter(({ family }) => family === 'own')).toHaveLength(2);
  });

  it('counts what the budget left out of a family', () => {
    const many = Array.from({ length: 500 }, (_, i) => phrase(`word ${i}`));
    const { families } = build({ plugins: [plugin('p', () => many)] });
    const ours = families.find(({ name }) => name === 'ours')!;
    expect(ours.available).toBe(500);
    expect(ours.probes).toBeLessThan(500);
    expect(ours.sources).toEqual([{ source: 'ticket 7', probes: ours.probes }]);
    expect(families.reduce((sum, { probes }) => sum + probes, 0)).toBe(
      build({ plugins: [plugin('p', () => many)] }).probes.length,
    );
  });

  it('has one digest for the same input, and another for any other', () => {
    const { sha256 } = build();
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(build().sha256).toBe(sha256);
    expect(build({ budget: 'standard' }).sha256).not.toBe(sha256);
    expect(build({ mined: sampleMined(19) }).sha256).not.toBe(sha256);
    expect(build({ own: [phrase('a', 'own')] }).sha256).not.toBe(sha256);
  });

  it('gives the whole budget to the other families where no corpus was scanned', () => {
    const { probes, families } = build({ mined: [] });
    expect(families[0]).toMatchObject({ name: 'mined', probes: 0, available: 0, sources: [] });
    expect(probes.length).toBeGreaterThan(150);
  });

  it('names the findings whose phrase it does not ask', () => {
    expect(build().unasked).toEqual([]);
    const [plain, ...rest] = sampleMined(4);
    const skeleton = { ...rest[0]!, phrase: '^ if ○ , ○', variants: [] };
    const shown = { ...rest[1]!, phrase: '^ when ○', variants: [], examples: ['When it rains, send it back'] };
    expect(build({ mined: [plain!, skeleton, shown] }).unasked).toEqual([skeleton.findingId]);
    const many = build({ mined: sampleMined(500) });
    expect(many.unasked.length).toBeGreaterThan(300);
    expect(many.unasked).toContain('corpus/trigger-phrase:499');
  });

  it('lets nobody speak in the name of a family of the house', () => {
    expect(() => build({ plugins: [plugin('p', () => [phrase('a', 'mined'), phrase('b', 'catalogue')])] })).toThrow(
      'a plugin or a probe file uses a family of the house: `mined`, `catalogue`',
    );
  });
});
