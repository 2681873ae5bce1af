import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, type Frame, MAX_FRAME_ENTRIES } from './frame.ts';
import { readFrames } from './read-frames.ts';

const anyFrame: fc.Arbitrary<Frame> = fc.record({
  firstIndex: fc.maxSafeNat(),
  entries: fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 5 }),
  checkpoint: fc.string({ maxLength: 80 }),
});
const frames: readonly Frame[] = [0, 2, 4].map((firstIndex) => ({
  firstIndex,
  entries: [Buffer.from(`entry ${firstIndex}`), Buffer.from('x'.repeat(firstIndex))],
  checkpoint: `checkpoint over ${firstIndex + 2}\n`,
}));
const pieces = frames.map(encodeFrame);
const journal = Buffer.concat(pieces);
const lastStart = journal.length - pieces[2]!.length;

describe('a journal', () => {
  it('gives back the frames that were written', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 4 }), (written) => {
        const bytes = Buffer.concat(written.map(encodeFrame));
        const { frames: read, goodBytes, state } = readFrames(bytes);
        expect({ goodBytes, state }).toEqual({ goodBytes: bytes.length, state: 'complete' });
        const plain = (one: Frame): unknown => [one.firstIndex, one.checkpoint, one.entries.map((entry) => [...entry])];
        expect(read.map(plain)).toEqual(written.map(plain));
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it('is torn wherever its last frame is cut', () => {
    for (let length = lastStart + 1; length < journal.length; length++) {
      const { frames: read, goodBytes, state } = readFrames(journal.subarray(0, length));
      expect({ read: read.length, goodBytes, state }).toEqual({ read: 2, goodBytes: lastStart, state: 'torn' });
    }
    expect(readFrames(journal.subarray(0, lastStart)).state).toBe('complete');
  });

  it('is torn by any flipped bit of its last frame, and corrupt by one of an earlier frame', () => {
    for (let at = 0; at < journal.length; at++) {
      const damaged = Buffer.from(journal);
      damaged[at]! ^= 1 << (at % 8);
      expect({ at, state: readFrames(damaged).state }).toEqual({ at, state: at < lastStart ? 'corrupt' : 'torn' });
    }
  });

  it('is torn where zeros or other bytes follow it', () => {
    expect(readFrames(Buffer.concat([journal, Buffer.alloc(5000)]))).toMatchObject({
      goodBytes: journal.length,
      state: 'torn',
    });
    expect(readFrames(Buffer.from('hello'))).toEqual({ frames: [], goodBytes: 0, state: 'torn' });
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(readFrames(bytes).goodBytes).toBeLessThanOrEqual(bytes.length);
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  it('counts as corrupt rather than be searched for hours', () => {
    // Each start of a frame claims to be one of 4 MB, and none is.
    const start = Buffer.from('ff425a4a003fff00', 'hex');
    const hostile = Buffer.concat(Array.from({ length: 1_000_000 }, () => start));
    expect(readFrames(hostile).state).toBe('corrupt');
  });

  it('takes no frame beyond its limits', () => {
    const [entry] = frames[0]!.entries;
    const entries = Array.from({ length: MAX_FRAME_ENTRIES + 1 }, () => entry!);
    expect(() => encodeFrame({ firstIndex: 0, entries, checkpoint: '' })).toThrow(/at most 16384 entries/);
    const large = Array.from({ length: 65 }, () => new Uint8Array(65_535));
    expect(() => encodeFrame({ firstIndex: 0, entries: large, checkpoint: '' })).toThrow(
      /commit-too-large|bytes, got 65/,
    );
  });
});
