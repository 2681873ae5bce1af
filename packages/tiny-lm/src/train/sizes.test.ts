import { describe, expect, it } from 'vitest';
import { createTinyLm } from '../model/tiny-lm.ts';
import { TINY_LM_SIZES } from '../model/tiny-lm-config.ts';
import { habitSequences } from '../testing/habit.test-support.ts';
import { train } from './train.ts';

describe.each([
  ['small', 512, 115_008],
  ['medium', 2048, 1_053_824],
] as const)('a model of the %s size', (size, vocabulary, weights) => {
  it('learns in a few steps which tokens there are', () => {
    const model = createTinyLm({ vocabulary, ...TINY_LM_SIZES[size] }, { seed: 1, batchTokens: 256 });
    expect(model.weights).toHaveLength(weights);
    const losses = [...train(model, habitSequences(192, vocabulary), { batchTokens: 256 })].map(({ loss }) => loss);
    expect(losses[0]).toBeGreaterThan(Math.log(vocabulary) - 0.5);
    expect(losses).toHaveLength(24);
    expect(losses.at(-1)).toBeLessThan(Math.log(32) + 0.5);
  });
});
