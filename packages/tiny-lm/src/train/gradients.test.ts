import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { KernelKind } from '../kernel/kernel.ts';
import { createTinyLm, type TinyLm } from '../model/tiny-lm.ts';
import { computeGradients, type TrainingSequence } from './train-step.ts';

const CONFIG = { vocabulary: 21, width: 16, layers: 2, heads: 2, feedForward: 24, context: 12 };
const random = seededRandom('sequences');
const sequence = (length: number): number[] => Array.from({ length }, () => random.integer(CONFIG.vocabulary));
const SEQUENCES: readonly TrainingSequence[] = [
  { ids: sequence(9) },
  { ids: sequence(12), isTarget: Array.from({ length: 12 }, (_, at) => at > 6) },
  { ids: sequence(2) },
];

function modelOf(kernel: KernelKind, seed = 1): TinyLm {
  return createTinyLm(CONFIG, { seed, batchTokens: 40, kernel });
}

describe('computeGradients', () => {
  it.each(['wasm', 'plain'] as const)('gives the slope of the loss along every array of weights (%s)', (kernel) => {
    const model = modelOf(kernel);
    computeGradients(model, SEQUENCES);
    const gradients = model.gradients.slice();
    const direction = seededRandom('direction');
    for (const { name, rows, columns, offset } of model.layout) {
      const count = rows * columns;
      // Small beside the weights, large beside the rounding of a loss.
      const spread = Math.hypot(...model.weights.subarray(offset, offset + count)) / Math.sqrt(count);
      const step = Float32Array.from({ length: count }, () => (direction.next() - 0.5) * 0.05 * spread);
      const lossAt = (sign: number): number => {
        for (let at = 0; at < count; at++) model.weights[offset + at]! += sign * step[at]!;
        const loss = computeGradients(model, SEQUENCES);
        for (let at = 0; at < count; at++) model.weights[offset + at]! -= sign * step[at]!;
        return loss;
      };
      const measured = (lossAt(1) - lossAt(-1)) / 2;
      const expected = step.reduce((sum, part, at) => sum + part * gradients[offset + at]!, 0);
      expect(Math.abs(measured - expected), name).toBeLessThan(2e-5 + 0.02 * Math.abs(expected));
      expect(Math.abs(expected), name).toBeGreaterThan(1e-5);
    }
  });

  it('gives the same in WebAssembly and in JavaScript, but for rounding', () => {
    const [wasm, plain] = [modelOf('wasm'), modelOf('plain')];
    expect(computeGradients(wasm, SEQUENCES)).toBeCloseTo(computeGradients(plain, SEQUENCES), 5);
    const most = wasm.gradients.reduce((far, one, at) => Math.max(far, Math.abs(one - plain.gradients[at]!)), 0);
    expect(most).toBeLessThan(1e-5);
  });

  it('learns nothing from tokens that are no targets, nor across sequences', () => {
    const model = modelOf('wasm');
    const ids = sequence(8);
    const isTarget = ids.map((_, at) => at === 4);
    const loss = computeGradients(model, [{ ids, isTarget }]);
    const later = [...ids.slice(0, 5), 1, 2, 3];
    expect(computeGradients(model, [{ ids: later, isTarget }])).toBe(loss);
    expect(
      computeGradients(model, [
        { ids, isTarget },
        { ids: sequence(5), isTarget: Array(5).fill(false) },
      ]),
    ).toBe(loss);
    expect(computeGradients(model, [{ ids: [1] }])).toBe(0);
    expect(model.gradients.every((one) => one === 0)).toBe(true);
  });

  it('begins near the loss of a guess, and refuses what does not fit', () => {
    const model = modelOf('wasm');
    expect(computeGradients(model, SEQUENCES)).toBeCloseTo(Math.log(CONFIG.vocabulary), 0);
    expect(() => computeGradients(model, Array(4).fill({ ids: sequence(12) }))).toThrow('at most 40 tokens');
    expect(() => computeGradients(model, [{ ids: sequence(13) }])).toThrow('1 to 12 tokens, got 13');
    expect(() => computeGradients(model, [{ ids: [1, 21] }])).toThrow('below 21, got 21');
  });
});
