import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernel } from './create-kernel.ts';
import type { Kernel, KernelKind } from './kernel.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const KINDS: readonly KernelKind[] = ['wasm', 'plain'];
const SIZE = fc.record({ rows: fc.nat(5), eights: fc.integer({ min: 1, max: 4 }), seed: fc.nat() });

/** What the same work gives in WebAssembly and in JavaScript: all arrays that it names. */
function bothOf(
  work: (space: Workspace, fill: (length: number) => Float32Array) => readonly Float32Array[],
  seed: number,
) {
  return KINDS.map((kind) => {
    const space = createWorkspace(4096, 32, kind);
    const random = seededRandom(seed);
    const fill = (length: number): Float32Array => {
      const array = space.floats(length);
      // Mostly small, sometimes far out.
      for (let at = 0; at < length; at++) array[at] = (random.next() - 0.5) * (random.next() < 0.1 ? 60 : 3);
      return array;
    };
    return work(space, fill).map((array) => [...array]);
  });
}

/** Checks that both kernels agree but for rounding. */
function expectSame(size: { readonly seed: number }, work: Parameters<typeof bothOf>[0]): void {
  const [wasm, plain] = bothOf(work, size.seed);
  for (const [which, array] of plain!.entries()) {
    for (const [at, one] of array.entries()) {
      expect(Math.abs(wasm![which]![at]! - one)).toBeLessThanOrEqual(2e-6 + 2e-5 * Math.abs(one));
    }
  }
}

describe('a kernel, in WebAssembly as in JavaScript,', () => {
  it('shares each row by its softmax, and gives the slopes', () => {
    fc.assert(
      fc.property(SIZE, fc.boolean(), fc.nat(7), (size, isCausal, missing) => {
        const stride = 8 * size.eights;
        const count = isCausal ? Math.max(1, stride - size.rows - missing) : stride - missing;
        expectSame(size, ({ kernel, zeros }, fill) => {
          const [x, ends, slopes] = [fill(size.rows * stride), zeros(2 * size.rows), fill(size.rows * stride)];
          kernel.softmax(x, ends, { stride, count, isCausal, scale: 0.3 });
          for (let row = 0; row < size.rows; row++) {
            const own = x.subarray(row * stride, (row + 1) * stride);
            expect(own.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
            expect(own.subarray(count + (isCausal ? row : 0)).every((one) => one === 0)).toBe(true);
          }
          kernel.softmaxGradient(x, slopes, { stride, scale: 0.3 });
          return [x, ends, slopes];
        });
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('gates, and gives the slopes', () => {
    fc.assert(
      fc.property(SIZE, (size) => {
        const [own, length] = [8 * size.eights, 8 * size.rows * size.eights];
        expectSame(size, ({ kernel, floats }, fill) => {
          const [gateUp, above, output, to] = [fill(2 * length), fill(length), floats(length), floats(2 * length)];
          kernel.gate(gateUp, output, own);
          kernel.gateGradient(gateUp, above, to, own);
          return [output, to];
        });
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('norms rows, and adds the slopes', () => {
    fc.assert(
      fc.property(SIZE, (size) => {
        const [width, length] = [8 * size.eights, 8 * size.rows * size.eights];
        expectSame(size, ({ kernel, floats }, fill) => {
          const [x, weights, gradient, output] = [fill(length), fill(width), fill(length), floats(length)];
          const to = { weights: fill(width), x: fill(length) };
          const scales = floats(size.rows);
          kernel.normalise({ x, weights, scales }, output, 1e-5);
          kernel.addNormGradients({ x, weights, scales, gradient }, to);
          return [output, scales, to.x.map((one) => one / 10), to.weights.map((one) => one / 100)];
        });
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('steps as Adam does, also over more weights than it holds at a time', () => {
    const given = { scale: 0.5, meanDecay: 0.9, squareDecay: 0.98, meanShare: 2, squareShare: 3 };
    const results = KINDS.map((kind) => {
      const count = 80_000;
      const space = createWorkspace(2 * count, 2, kind);
      const random = seededRandom('adam');
      const [weights, gradients] = [space.floats(count), space.floats(count)];
      const moments = { means: new Float32Array(count), squares: new Float32Array(count) };
      for (const array of [weights, gradients, moments.means, moments.squares]) {
        for (let at = 0; at < count; at++) array[at] = random.next();
      }
      space.kernel.adam(weights, gradients, moments, { ...given, epsilon: 1e-8, learningRate: 0.1, weightDecay: 0.01 });
      return { weights, ...moments, norm: space.kernel.sumOfSquares(gradients) };
    });
    const [wasm, plain] = results;
    expect(wasm!.norm / plain!.norm).toBeCloseTo(1, 5);
    for (const name of ['weights', 'means', 'squares'] as const) {
      const far = wasm![name].reduce((most, one, at) => Math.max(most, Math.abs(one - plain![name][at]!)), 0);
      expect(far).toBeLessThan(1e-5);
    }
  });

  it('says what is no number instead of hiding it, and bears what is far out', () => {
    for (const kind of KINDS) {
      const { kernel, floats, zeros } = createWorkspace(256, 8, kind);
      const [gateUp, output] = [floats(16), floats(8)];
      gateUp.fill(1);
      gateUp.set([Number.NaN, -1e30, 1e30, -100, 100, 0, -87.5, 88.5]);
      kernel.gate(gateUp, output, 8);
      expect(output[0]).toBeNaN();
      const expected = [0, 1e30, 0, 100, 0, 0, 88.5];
      for (const [at, one] of expected.entries())
        expect(output[at + 1]! / (one || 1)).toBeCloseTo(one === 0 ? 0 : 1, 6);
      const logits = zeros(8);
      logits.set([1e30, -1e30, 0]);
      kernel.softmax(logits, zeros(2), { stride: 8, count: 3, isCausal: false, scale: 1 });
      expect([...logits]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    }
  });

  it.each([
    ['rows that are not whole', (kernel: Kernel, of: (n: number) => Float32Array) => kernel.gate(of(24), of(12), 8)],
    ['rows of odd steps', (kernel, of) => kernel.gate(of(24), of(12), 12)],
    ['gates without ups', (kernel, of) => kernel.gate(of(8), of(8), 8)],
    ['a short result', (kernel, of) => kernel.gateGradient(of(16), of(8), of(8), 8)],
    ['too few ends', (kernel, of) => kernel.softmax(of(16), of(2), { stride: 8, count: 8, isCausal: false, scale: 1 })],
    [
      'too many to share',
      (kernel, of) => kernel.softmax(of(16), of(4), { stride: 8, count: 8, isCausal: true, scale: 1 }),
    ],
    ['none to share', (kernel, of) => kernel.softmax(of(8), of(2), { stride: 8, count: 0, isCausal: false, scale: 1 })],
    ['other slopes', (kernel, of) => kernel.softmaxGradient(of(16), of(8), { stride: 8, scale: 1 })],
    ['too few scales', (kernel, of) => kernel.normalise({ x: of(16), weights: of(8), scales: of(1) }, of(16), 1e-5)],
    ['a part of eight', (kernel, of) => kernel.sumOfSquares(of(4))],
  ] satisfies readonly (readonly [string, (kernel: Kernel, of: (n: number) => Float32Array) => unknown])[])(
    'refuses %s',
    (_, work) => {
      for (const kind of KINDS) {
        const kernel = createKernel(1024, kind);
        const of = (length: number): Float32Array => new Float32Array(kernel.buffer, kernel.reservedBytes, length);
        expect(() => work(kernel, of)).toThrow(RangeError);
      }
    },
  );
});
