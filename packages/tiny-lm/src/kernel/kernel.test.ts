import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernel } from './create-kernel.ts';
import { type Matrix, matrixOf, partOf, turned } from './matrix.ts';
import { createWorkspace } from './workspace.ts';

/** The product in numbers of twice the precision, added to what is in `c`. */
function expectedProduct(a: Matrix, b: Matrix, c: Matrix): number[] {
  const read = ({ data, start, rowStep, columnStep }: Matrix, row: number, column: number): number =>
    data[start + row * rowStep + column * columnStep]!;
  const sums = [...c.data];
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < b.columns; column++) {
      for (let at = 0; at < b.rows; at++) {
        sums[c.start + row * c.rowStep + column]! += read(a, row, at) * read(b, at, column);
      }
    }
  }
  return sums;
}

const SIZES = fc.record({
  rows: fc.oneof(fc.nat(21), fc.constantFrom(255, 256, 261)),
  inner: fc.oneof(fc.nat(20), fc.constantFrom(256, 259)),
  eights: fc.nat(3),
  missing: fc.nat(9),
  isTurnedA: fc.boolean(),
  isTurnedB: fc.boolean(),
  gap: fc.nat(5),
});

describe('a product', () => {
  it.each(['wasm', 'plain'] as const)(
    'is that of numbers of twice the precision, whatever the strides (%s)',
    (kind) => {
      fc.assert(
        fc.property(SIZES, fc.nat(), ({ rows, inner, eights, missing, isTurnedA, isTurnedB, gap }, seed) => {
          const space = createWorkspace(160_000, 8, kind);
          const random = seededRandom(seed);
          const filled = (height: number, width: number): Matrix => {
            const rowStep = width + gap;
            const data = space.floats(height * rowStep + gap);
            for (let at = 0; at < data.length; at++) data[at] = random.next() - 0.5;
            return partOf(data, { start: gap, rows: height, columns: width, rowStep });
          };
          const columns = 8 * eights;
          const real = Math.max(0, columns - missing);
          const a = isTurnedA ? turned(filled(inner, rows)) : filled(rows, inner);
          const b = isTurnedB ? turned(filled(real, inner)) : filled(inner, real);
          const c = filled(rows, columns);
          const expected = expectedProduct(a, b, c);
          space.kernel.multiplyMatrices(a, b, c);
          const far = c.data.reduce((most, one, at) => Math.max(most, Math.abs(one - expected[at]!)), 0);
          expect(far).toBeLessThan(1e-4);
        }),
        { seed: 1, numRuns: 60 },
      );
    },
  );

  it('gives each row what it gives it alone, bit for bit', () => {
    const space = createWorkspace(40_000, 80);
    const random = seededRandom('rows');
    const [rows, inner, columns] = [67, 300, 24];
    const [a, b] = [space.floats(rows * inner), space.floats(inner * columns)];
    for (const array of [a, b]) for (let at = 0; at < array.length; at++) array[at] = random.next() - 0.5;
    const together = space.zeros(rows * columns);
    space.kernel.multiplyMatrices(
      matrixOf(a, rows, inner),
      matrixOf(b, inner, columns),
      matrixOf(together, rows, columns),
    );
    for (let row = 0; row < rows; row++) {
      const own = space.zeros(columns);
      const one = partOf(a, { start: row * inner, rows: 1, columns: inner, rowStep: inner });
      space.kernel.multiplyMatrices(one, matrixOf(b, inner, columns), matrixOf(own, 1, columns));
      expect(own).toEqual(together.slice(row * columns, (row + 1) * columns));
    }
  });

  it('is refused for sizes that do not fit, arrays that are too short, and arrays of other memory', () => {
    const { kernel, floats } = createWorkspace(100, 4);
    const [a, b, c] = [floats(8), floats(16), floats(32)];
    expect(() => kernel.multiply(a, b, c, { rows: 4, inner: 2, columns: 8 })).not.toThrow();
    expect(() => kernel.multiply(a, b, c, { rows: 4, inner: 3, columns: 8 })).toThrow('expected 12 numbers, got 8');
    expect(() => kernel.multiplyMatrices(matrixOf(a, 4, 2), matrixOf(b, 3, 8), matrixOf(c, 4, 8))).toThrow(
      '16 numbers',
    );
    expect(() => kernel.multiplyMatrices(matrixOf(a, 2, 4), matrixOf(b, 2, 8), matrixOf(c, 4, 8))).toThrow(
      'got [2, 4] * [2, 8] for [4, 8]',
    );
    expect(() => kernel.multiplyMatrices(matrixOf(a, 4, 2), matrixOf(b, 2, 4), matrixOf(c, 4, 4))).toThrow(RangeError);
    expect(() =>
      kernel.multiplyMatrices(matrixOf(a, 4, 2), turned(matrixOf(b, 8, 2)), turned(matrixOf(c, 8, 4))),
    ).toThrow();
    const away = new Float32Array(8);
    expect(() => kernel.multiplyMatrices(matrixOf(away, 4, 2), matrixOf(b, 2, 8), matrixOf(c, 4, 8))).toThrow('memory');
  });
});

describe('a workspace', () => {
  it('gives back what a pass allocated, also where it fails', () => {
    const space = createWorkspace(64, 4, 'plain');
    for (let at = 0; at < 5; at++) space.during(() => space.zeros(60).fill(7));
    expect(() => space.during(() => space.floats(1 << 20))).toThrow(RangeError);
    expect(space.zeros(60).every((one) => one === 0)).toBe(true);
  });

  it('has no more memory than 32-bit addresses reach, and none of it is the kernel’s own', () => {
    expect(() => createKernel(2 ** 40)).toThrow('bytes of memory');
    expect(() => createKernel(2 ** 32)).toThrow('bytes of memory');
    const space = createWorkspace(1 << 12, 1);
    expect(space.floats(8).byteOffset).toBeGreaterThanOrEqual(space.kernel.reservedBytes);
    expect(() => space.floats(1 << 20)).toThrow(RangeError);
  });
});
