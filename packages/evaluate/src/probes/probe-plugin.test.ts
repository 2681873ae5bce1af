import { describe, expect, it } from 'vitest';
import type { Probe } from './probe.ts';
import { MAX_GIVEN_PROBES } from './probe-limits.ts';
import { type ProbePlugin, readPlugin } from './probe-plugin.ts';

const phrase = (text: string): Probe => ({ kind: 'phrase', family: 'f', source: 's', text, placement: 'user' });

function read(probes: ProbePlugin['probes'], name = 'mine') {
  return readPlugin({ name, version: '2.1.0', probes }, { hazards: [], mined: [], budget: 'smoke', seed: 1 });
}

describe('readPlugin', () => {
  it('gives what a plugin yields, in its order', () => {
    const probes = [phrase('b'), phrase('a')];
    expect(read(() => probes)).toEqual(probes);
    expect(read(() => new Set(probes))).toEqual(probes);
  });

  it('hands it a randomness of its own, the same for the same seed', () => {
    const draw = (name: string) => read(({ random }) => [phrase(`${random.integer(1e9)}`)], name);
    expect(draw('mine')).toEqual(draw('mine'));
    expect(draw('mine')).not.toEqual(draw('theirs'));
  });

  it('names every fault of every probe at once', () => {
    const faulty = [
      { kind: 'phrase', family: '', source: 7, text: '', placement: 'footer' },
      phrase('fine'),
      { kind: 'rewrite', family: 'f', source: 's', rewrite: 'klingon' },
      { ...phrase('a'), colour: 'red' },
      'text',
    ] as unknown as Probe[];
    expect(() => read(() => faulty)).toThrow(
      'plugin `mine@2.1.0`: probe 1: expected `family` to be a name, got ``; probe 1: expected `source` to be a name, got ' +
        '`7`; probe 1: expected `text` to say something, got an empty text; probe 1: expected `placement` to be one of ' +
        'user, system, earlier-turn, tool-result, got `footer`; probe 3: there is no rewrite `klingon`; probe 4: a phrase ' +
        'has no field `colour`; probe 5: expected a probe, got `text`',
    );
  });

  it('stops a plugin that never ends', () => {
    function* endless(): Iterable<Probe> {
      for (let i = 0; ; i++) yield phrase(`${i}`);
    }
    expect(() => read(endless)).toThrow(`more than ${MAX_GIVEN_PROBES} probes`);
  });

  it('counts faults beyond the first twenty', () => {
    expect(() => read(() => Array.from({ length: 30 }, () => phrase('')))).toThrow('; and 10 more');
  });

  it('carries what the plugin threw', () => {
    const thrown = new Error('no network');
    const run = () =>
      read(() => {
        throw thrown;
      });
    expect(run).toThrow(expect.objectContaining({ code: 'evaluate/probes-malformed', cause: thrown }));
    expect(run).toThrow('plugin `mine@2.1.0`: no network');
  });
});
