import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernel } from './kernel.ts';
import { createWorkspace } from './workspace.ts';

describe('a kernel', () => {
  it('multiplies as numbers of twice the precision do, in WebAssembly and in JavaScript, adding to what is there', () => {
    const sizes = fc.record({ rows: fc.integer({ min: 0, max: 13 }), inner: fc.nat(20), eights: fc.nat(3) });
    fc.assert(
      fc.property(sizes, fc.constantFrom('wasm', 'plain'), fc.infiniteStream(fc.nat(200)), (size, kind, stream) => {
        const { rows, inner, eights } = size;
        const columns = 8 * eights;
        const space = createWorkspace(2000, 4, kind);
        const filled = (count: number): Float32Array => {
          const array = space.floats(count);
          for (let at = 0; at < count; at++) array[at] = Number(stream.next().value) / 100 - 1;
          return array;
        };
        const [a, b, c] = [filled(rows * inner), filled(inner * columns), filled(rows * columns)];
        const behind = filled(16);
        const expected = Array.from(c, (start, at) => {
          const [row, column] = [Math.floor(at / columns), at % columns];
          return a
            .subarray(row * inner, (row + 1) * inner)
            .reduce((sum, one, k) => sum + one * b[k * columns + column]!, start);
        });
        const guard = [...behind];
        space.kernel.multiply(a, b, c, { rows, inner, columns });
        for (const [at, one] of expected.entries()) expect(c[at]).toBeCloseTo(one, 4);
        expect([...behind]).toEqual(guard);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('refuses arrays that are too short, other columns, and more memory than there is', () => {
    const { kernel, floats } = createWorkspace(100, 4);
    const [a, b, c] = [floats(8), floats(16), floats(32)];
    expect(() => kernel.multiply(a, b, c, { rows: 4, inner: 2, columns: 8 })).not.toThrow();
    expect(() => kernel.multiply(a, b, c, { rows: 4, inner: 3, columns: 8 })).toThrow(
      'expected arrays for [4, 3] * [3, 8]',
    );
    expect(() => kernel.multiply(a, b, c, { rows: 8, inner: 1, columns: 4 })).toThrow(RangeError);
    expect(() => createKernel(2 ** 40)).toThrow('bytes of memory');
    expect(() => floats(1 << 20)).toThrow(RangeError);
  });
});

describe('a workspace', () => {
  it('gives back what a pass allocated, also where it fails', () => {
    const space = createWorkspace(64, 4, 'plain');
    for (let at = 0; at < 5; at++) space.during(() => space.zeros(60).fill(7));
    expect(() => space.during(() => space.floats(200))).toThrow(RangeError);
    expect(space.zeros(60).every((one) => one === 0)).toBe(true);
  });
});
