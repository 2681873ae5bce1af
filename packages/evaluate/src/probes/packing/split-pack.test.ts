import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhraseProbe, Probe } from '../probe.ts';
import { ANY_PROBES } from '../testing/any-probe.test-support.ts';
import { type Pack, singlePack } from './pack.ts';
import { packProbes } from './pack-probes.ts';
import { isOneGroup, splitPack } from './split-pack.ts';

const phrase = (text: string, group?: string): PhraseProbe => ({
  kind: 'phrase',
  family: 'test',
  source: 'rule',
  text,
  placement: 'user',
  ...(group === undefined ? {} : { group }),
});

function packOf(...probes: PhraseProbe[]): Pack {
  return { kind: 'phrases', placement: 'user', position: 'start', repeat: 0, probes };
}

const textsOf = ({ probes }: Pack) => probes.map((probe) => (probe.kind === 'phrase' ? probe.text : probe.rewrite));

/** All packs that splitting a pack to its end gives, and how deep it went. */
function splitDown(pack: Pack, depth = 0): { readonly singles: Probe[]; readonly depth: number } {
  if (pack.probes.length === 1) return { singles: [...pack.probes], depth };
  const [left, right] = splitPack(pack).map((half) => splitDown(half, depth + 1));
  return { singles: [...left!.singles, ...right!.singles], depth: Math.max(left!.depth, right!.depth) };
}

describe('splitPack', () => {
  it('ends in every probe alone', () => {
    fc.assert(
      fc.property(ANY_PROBES, fc.integer({ min: 1, max: 8 }), (probes, packSize) => {
        for (const pack of packProbes(probes, { packSize, repeats: 1, seed: 1 })) {
          const { singles, depth } = splitDown(pack);
          expect(singles).toEqual(pack.probes);
          expect(depth).toBeLessThan(packSize);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('halves a pack without groups', () => {
    const [left, right] = splitPack(packOf(...['a', 'b', 'c', 'd', 'e'].map((text) => phrase(text))));
    expect([textsOf(left), textsOf(right)]).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  it('keeps a group whole until it is alone', () => {
    const pack = packOf(phrase('a'), phrase('b', 'g'), phrase('c', 'g'), phrase('d', 'g'));
    const [left, right] = splitPack(pack);
    expect([textsOf(left), textsOf(right)]).toEqual([['a'], ['b', 'c', 'd']]);
    expect(right.kind === 'phrases' && isOneGroup(right)).toBe(true);
    expect(splitPack(right).map(textsOf)).toEqual([['b'], ['c', 'd']]);
  });

  it('refuses a pack of one', () => {
    const rewrite = singlePack({ kind: 'rewrite', family: 'styles', source: 'rule', rewrite: 'upper-case' });
    for (const pack of [packOf(phrase('a')), rewrite]) {
      expect(() => splitPack(pack)).toThrow('a pack of one probe cannot be split');
    }
  });
});
