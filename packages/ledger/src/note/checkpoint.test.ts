import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';

const malformed = expect.objectContaining({ code: 'checkpoint/malformed' });
// The example of c2sp.org/tlog-checkpoint.
const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const EXAMPLE = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`;

const anyLine = fc.string({ minLength: 1, maxLength: 20 });
const anyCheckpoint: fc.Arbitrary<Checkpoint> = fc.record(
  {
    origin: anyLine,
    size: fc.maxSafeNat(),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    extensions: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['origin', 'size', 'root'] },
);

describe('parseCheckpoint', () => {
  it('reads the example of the specification', () => {
    expect(parseCheckpoint(EXAMPLE)).toEqual({
      origin: 'example.com/behind-the-sofa',
      size: 20_852_163,
      root: Uint8Array.from(Buffer.from(ROOT, 'base64')),
    });
  });

  it('is the inverse of formatCheckpoint', () => {
    fc.assert(
      fc.property(anyCheckpoint, (checkpoint) => {
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
      { seed: 451 },
    );
  });

  it('has no second form for what it reads', () => {
    fc.assert(
      fc.property(fc.nat(EXAMPLE.length), fc.nat(2), fc.string({ maxLength: 3 }), (at, cut, insert) => {
        const changed = EXAMPLE.slice(0, at) + insert + EXAMPLE.slice(at + cut);
        let checkpoint: Checkpoint;
        try {
          checkpoint = parseCheckpoint(changed);
        } catch (error) {
          expect(error).toMatchObject({ code: 'checkpoint/malformed' });
          return;
        }
        expect(formatCheckpoint(checkpoint)).toBe(changed);
      }),
      { seed: 452, numRuns: 2000 },
    );
  });

  it.each(['00', '01', '+1', '-1', '1.0', '1e3', '0x1', ' 1', '1 ', '٣', '', '9007199254740992', '99999999999999999'])(
    'refuses the size `%s`',
    (size) => {
      expect(() => parseCheckpoint(`o\n${size}\n${ROOT}\n`)).toThrow(malformed);
    },
  );

  it('reads the largest size', () => {
    expect(parseCheckpoint(`o\n9007199254740991\n${ROOT}\n`).size).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    ['two lines', 'o\n1\n'],
    ['no final newline', EXAMPLE.trimEnd()],
    ['an empty origin', `\n1\n${ROOT}\n`],
    ['an empty extension', `${EXAMPLE}\n`],
    ['a short root', 'o\n1\nAAAA\n'],
    ['a root with stray bits', `o\n1\n${ROOT.replace('I=', 'J=')}\n`],
    ['a carriage return', `o\r\n1\n${ROOT}\n`],
  ])('refuses %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(malformed);
  });
});

describe('formatCheckpoint', () => {
  const valid = { origin: 'o', size: 1, root: new Uint8Array(32) };

  it.each([
    ['an origin of two lines', { ...valid, origin: 'o\n5' }],
    ['an extension of two lines', { ...valid, extensions: ['a\nb'] }],
    ['an empty extension', { ...valid, extensions: [''] }],
    ['a size that is none', { ...valid, size: 1.5 }],
    ['a size beyond 2^53', { ...valid, size: 2 ** 60 }],
    ['a short root', { ...valid, root: new Uint8Array(31) }],
  ])('refuses %s', (_, checkpoint) => {
    expect(() => formatCheckpoint(checkpoint)).toThrow(malformed);
  });
});
