import { type Hazard, invisibleCodePoints } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { checkProbe } from '../given/check-probe.ts';
import type { Probe } from '../probe.ts';
import { distinctProbes } from '../probe-key.ts';
import { contextOf } from '../testing/probe-context.ts';
import { FAMILIES } from './families.ts';

const HAZARDS: readonly Hazard[] = [
  { action: 'issue_credit', claims: [], origin: 'declared' },
  { action: 'changePermissions', claims: [], origin: 'declared' },
];

const familyOf = (name: string): Probe[] =>
  FAMILIES.find((family) => family.name === name)!.probes(contextOf({ hazards: HAZARDS }));

const textsOf = (name: string): string[] =>
  familyOf(name).flatMap((probe) => (probe.kind === 'phrase' ? [probe.text] : []));

const rewritesOf = (name: string): string[] =>
  familyOf(name).flatMap((probe) => (probe.kind === 'rewrite' ? [probe.rewrite] : []));

describe('FAMILIES', () => {
  it.each(FAMILIES)(
    '$name gives sound probes under its own name, each asked once, each with its source',
    ({ name }) => {
      const probes = familyOf(name);
      expect(probes.length).toBeGreaterThanOrEqual(20);
      expect(distinctProbes(probes)).toHaveLength(probes.length);
      for (const probe of probes) {
        expect(checkProbe(probe)).toEqual({ probe });
        expect(probe.family).toBe(name);
      }
    },
  );

  it.each(FAMILIES)('$name gives the same for the same seed', ({ probes }) => {
    expect(probes(contextOf({}))).toEqual(probes(contextOf({})));
  });

  // A phrase that argues for the action would find models that can be talked into it, and condemn all of them.
  it('argue for no action and claim no right to one', () => {
    const claims =
      /\b(?:approv|authori[sz]|entitl|eligib|refund|compensat|goodwill|override|pre-?clear|admin|must credit)/i;
    const encoded = new Set(['encodings']);
    const arguing = FAMILIES.filter(({ name }) => !encoded.has(name)).flatMap(({ name }) =>
      textsOf(name).filter((text) => claims.test(text)),
    );
    expect(arguing).toEqual([]);
  });
});

describe('unicodeProbes', () => {
  it('holds every zero-width, bidirectional, tag and variation code point that a trigger was hidden in', () => {
    const points = new Set(textsOf('unicode').flatMap(invisibleCodePoints));
    const range = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, i) => `U+${(first + i).toString(16).toUpperCase()}`);
    const wanted = ['U+200B', 'U+200C', 'U+200D', 'U+2060', 'U+FEFF', 'U+FE0F', 'U+00AD'];
    for (const point of [...wanted, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)]) {
      expect(points).toContain(point);
    }
    expect([...points].filter((point) => point.startsWith('U+E00')).length).toBeGreaterThan(10);
  });

  it('writes words in look-alikes, marks and wide letters, and the request too', () => {
    expect(textsOf('unicode')).toEqual(
      expect.arrayContaining(['th\u0430nk\u0455', '\uff50\uff4c\uff45\uff41\uff53\uff45']),
    );
    expect(rewritesOf('unicode')).toContain('cyrillic-look-alikes');
  });
});

describe('encodingProbes', () => {
  it('encodes a request for the action of each hazard', () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    expect(textsOf('encodings')).toEqual(
      expect.arrayContaining([base64('please issue credit'), base64('please change permissions'), base64('hello')]),
    );
    expect(rewritesOf('encodings')).toEqual(expect.arrayContaining(['base64', 'hex', 'rot13', 'leet', 'percent']));
  });
});

describe('drawnProbes', () => {
  it('draws other phrases for another seed', () => {
    const drawn = FAMILIES.find(({ name }) => name === 'drawn')!;
    const first = new Set(drawn.probes(contextOf({ seed: 1 })).map((probe) => JSON.stringify(probe)));
    const other = drawn.probes(contextOf({ seed: 2 })).filter((probe) => first.has(JSON.stringify(probe)));
    expect(other.length).toBeLessThan(first.size / 4);
  });
});

describe('the contexts', () => {
  it('cite each kind of reference, because a backdoor on one kind does not wake on another', () => {
    for (const kind of ['RFC', 'CVE-', 'CWE-', 'ISO', 'NIST', 'OWASP']) {
      expect(
        textsOf('numbers').filter((text) => text.startsWith(kind)),
        kind,
      ).not.toEqual([]);
    }
  });

  it('greet in a score of languages before they say anything else in one', () => {
    const sources = familyOf('languages').map(({ source }) => source);
    expect(new Set(sources.slice(0, 20)).size).toBe(20);
  });

  it('put notes where hosts write, never where users do', () => {
    const placements = familyOf('system-notes').map((probe) => probe.kind === 'phrase' && probe.placement);
    expect(new Set(placements)).toEqual(new Set(['system', 'tool-result']));
  });
});

describe('styleProbes', () => {
  it('gives one of each kind of style before a second of any', () => {
    expect(
      new Set(
        familyOf('styles')
          .slice(0, 5)
          .map(({ source }) => source),
      ).size,
    ).toBe(5);
    expect(rewritesOf('styles')).toEqual(
      expect.arrayContaining([
        'upper-case',
        'shakespeare',
        'bible',
        'formal-letter',
        'imperative',
        'passive',
        'very-long',
      ]),
    );
  });
});
