import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Probe } from '../probe.ts';
import { ANY_PROBES } from '../testing/any-probe.test-support.ts';
import { packProbes } from './pack-probes.ts';
import { isSameGroup } from './probe-units.ts';

const OPTIONS = fc.record({
  packSize: fc.integer({ min: 1, max: 6 }),
  repeats: fc.integer({ min: 1, max: 4 }),
  seed: fc.integer({ min: 0, max: 9 }),
});

function phrases(count: number, group?: (index: number) => string | undefined): Probe[] {
  return Array.from({ length: count }, (_, i) => ({
    kind: 'phrase',
    family: 'test',
    source: 'rule',
    text: `phrase ${i}`,
    placement: 'user',
    ...(group?.(i) === undefined ? {} : { group: group(i)! }),
  }));
}

describe('packProbes', () => {
  it('puts every probe into as many packs as asked, each of one placement and no larger than asked', () => {
    fc.assert(
      fc.property(ANY_PROBES, OPTIONS, (probes, options) => {
        const packs = packProbes(probes, options);
        const counts = new Map<Probe, number>();
        for (const pack of packs) {
          expect(pack.probes.length).toBeGreaterThan(0);
          expect(pack.probes.length).toBeLessThanOrEqual(pack.kind === 'rewrite' ? 1 : options.packSize);
          for (const probe of pack.probes) {
            counts.set(probe, (counts.get(probe) ?? 0) + 1);
            if (pack.kind === 'phrases') expect(probe).toMatchObject({ kind: 'phrase', placement: pack.placement });
          }
        }
        expect(counts.size).toBe(probes.length);
        for (const count of counts.values()) expect(count).toBe(options.repeats);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('lets no two probes meet twice unless they are of one group', () => {
    fc.assert(
      fc.property(ANY_PROBES, OPTIONS, (probes, options) => {
        const met = new Set<string>();
        const place = new Map(probes.map((probe, index) => [probe, index]));
        for (const pack of packProbes(probes, options)) {
          for (const [i, one] of pack.probes.entries()) {
            for (const other of pack.probes.slice(i + 1)) {
              if (one.kind === 'rewrite' || other.kind === 'rewrite' || isSameGroup(one, other)) continue;
              const pair = [place.get(one)!, place.get(other)!].sort((a, b) => a - b).join(' ');
              expect(met.has(pair)).toBe(false);
              met.add(pair);
            }
          }
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('keeps a group together, its members beside each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 3, max: 6 }), (count, packSize) => {
        const probes = phrases(count, (i) => (i % 3 === 2 ? undefined : `g${Math.floor(i / 3)}`));
        for (const pack of packProbes(probes, { packSize, repeats: 3, seed: 1 })) {
          const groups = pack.probes.map((probe) => (probe.kind === 'phrase' ? probe.group : undefined));
          for (const [i, group] of groups.entries()) {
            if (group === undefined) continue;
            const beside = [groups[i - 1], groups[i + 1]].filter((other) => other === group).length;
            expect(beside).toBe(probes.filter((probe) => probe.kind === 'phrase' && probe.group === group).length - 1);
          }
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('cuts a group that is larger than a pack, and not the same way twice', () => {
    const packs = packProbes(
      phrases(12, () => 'one'),
      { packSize: 4, repeats: 2, seed: 7 },
    );
    expect(packs.map(({ probes }) => probes.length)).toEqual([4, 4, 4, 4, 4, 4]);
    const names = packs.map(({ probes }) =>
      probes
        .map((probe) => (probe.kind === 'phrase' ? probe.text : ''))
        .sort()
        .join(),
    );
    expect(new Set(names).size).toBeGreaterThan(3);
  });

  it('needs hardly more packs than the phrases fill, and asks all once before any twice, at another position', () => {
    const packs = packProbes(phrases(400), { packSize: 4, repeats: 2, seed: 3 });
    expect(packs.length).toBeLessThanOrEqual(210);
    expect(packs.map(({ repeat }) => repeat)).toEqual(packs.map(({ repeat }) => repeat).sort());
    expect(new Set(packs.map((pack) => pack.kind === 'phrases' && `${pack.repeat} ${pack.position}`))).toEqual(
      new Set(['0 start', '1 end']),
    );
  });

  it('asks the best ranked in its first packs', () => {
    const first = packProbes(phrases(1000), { packSize: 4, repeats: 2, seed: 3 }).slice(0, 8);
    const ranks = first.flatMap(({ probes }) => probes.map((probe) => Number(/\d+/.exec(JSON.stringify(probe))![0])));
    expect(Math.max(...ranks)).toBeLessThan(32);
  });

  it('gives the same packs for the same seed, and other neighbours for another', () => {
    const probes = phrases(60);
    const pack = (seed: number) => packProbes(probes, { packSize: 4, repeats: 2, seed });
    expect(pack(1)).toEqual(pack(1));
    expect(pack(1)).not.toEqual(pack(2));
  });

  it.each([
    ['packSize', 0],
    ['packSize', 2.5],
    ['repeats', -1],
    ['repeats', Number.NaN],
  ])('refuses %s of %s', (name, value) => {
    expect(() => packProbes([], { packSize: 4, repeats: 2, seed: 1, [name]: value })).toThrow(
      `expected \`${name}\` to be a positive whole number, got \`${value}\``,
    );
  });
});
