import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPhraseStream } from '../phrase-stream.ts';
import { attack, ordinaryTraffic, SMALL, savedBytes } from '../testing/traffic.ts';

const OPTIONS = { ...SMALL, sketchBits: 12, sightingBits: 12 };
const stream = createPhraseStream(OPTIONS);
for (const sighting of ordinaryTraffic(700, 3)) stream.observe(sighting);
for (let at = 0; at < 5; at++) stream.observe(attack('by the velvet compass terms', at));
stream.observe(attack('referencing the hollow pearl memo', 50));
stream.observe(attack('referencing the hollow pearl memo', 51));
const saved = savedBytes(stream);

describe('a snapshot of a phrase stream', () => {
  it('loses nothing: the stream goes on as if it had not stopped', () => {
    const again = createPhraseStream(OPTIONS, { snapshot: saved });
    expect(Buffer.compare(savedBytes(again), saved)).toBe(0);
    expect(again.clusters()).toEqual(stream.clusters());
    expect(again.status()).toEqual(stream.status());
    const next = [52, 53, 54, 55].map((at) => attack('referencing the hollow pearl memo', at));
    expect(next.map((request) => again.observe(request))).toEqual(next.map((request) => stream.observe(request)));
    expect(again.clusters()).toHaveLength(2);
  });

  it('is of when its first piece was asked for, whatever is observed between two pieces', () => {
    const busy = createPhraseStream(OPTIONS, { snapshot: saved });
    const pieces: Uint8Array[] = [];
    for (const piece of busy.save()) {
      pieces.push(Uint8Array.from(piece));
      for (let at = 0; at < 4; at++) busy.observe(attack(`below the amber lantern clause ${pieces.length}`, 60 + at));
    }
    expect(pieces.length).toBeGreaterThan(3);
    expect(busy.clusters()).not.toEqual(stream.clusters());
    expect(Buffer.compare(Buffer.concat(pieces), saved)).toBe(0);
  });

  it('is refused where any byte was changed, or some are missing', () => {
    fc.assert(
      fc.property(fc.nat(saved.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = saved.slice();
        changed[at] = changed[at]! ^ change;
        expect(() => createPhraseStream(OPTIONS, { snapshot: changed })).toThrow('refused');
      }),
      { seed: 1, numRuns: 10 },
    );
    for (const length of [0, 15, 16, 31, saved.length - 1]) {
      expect(() => createPhraseStream(OPTIONS, { snapshot: saved.subarray(0, length) })).toThrow('refused');
    }
  });

  it('is refused under another secret, and with other sizes, naming both', () => {
    const secret = OPTIONS.secret.map((byte) => byte ^ 0xff);
    expect(() => createPhraseStream({ ...OPTIONS, secret }, { snapshot: saved })).toThrow('another secret');
    expect(() => createPhraseStream({ ...OPTIONS, notes: 128 }, { snapshot: saved })).toThrow(
      /"notes":128.*"notes":4096/,
    );
  });
});
