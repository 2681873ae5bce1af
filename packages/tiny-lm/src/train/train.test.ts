import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { generate } from '../generate/generate.ts';
import { createSession } from '../generate/session.ts';
import { createTinyLm, type TinyLm } from '../model/tiny-lm.ts';
import { createLowRankLearner } from './learner.ts';
import { train } from './train.ts';
import { computeGradients, type TrainingSequence } from './train-step.ts';

const CONFIG = { vocabulary: 16, width: 32, layers: 2, heads: 4, feedForward: 48, context: 16 };
/** Ends a sequence. */
const END = 0;

/** A sequence of four tokens, and the same turned over: what is to be learned is the copy alone. */
function mirrored(seed: number): TrainingSequence {
  const random = seededRandom(seed);
  const half = Array.from({ length: 3 }, () => 2 + random.integer(6));
  const ids = [1, ...half, 1, ...half.toReversed(), END];
  return { ids, isTarget: ids.map((_, at) => at > half.length + 1) };
}

const LEARNED = Array.from({ length: 1500 }, (_, at) => mirrored(at));
const UNSEEN = Array.from({ length: 40 }, (_, at) => mirrored(1_000_000 + at));

function accuracyOf(model: TinyLm): number {
  const right = UNSEEN.filter(({ ids }) => {
    const session = createSession(model);
    const found = generate(session, session.feed(ids.slice(0, 5)), { maxTokens: 6, stop: [END] });
    return found.ended === 'stop' && `${found.ids}` === `${ids.slice(5, -1)}`;
  });
  return right.length / UNSEEN.length;
}

describe('train', () => {
  it('teaches a task that sequences it never saw show', () => {
    const model = createTinyLm(CONFIG, { seed: 5, batchTokens: 256 });
    const losses = [...train(model, LEARNED, { epochs: 4, batchTokens: 256 })].map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 5);
    expect(accuracyOf(model)).toBeGreaterThanOrEqual(0.9);
  });

  it('gives the same weights by the same seed, and others by another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const model = createTinyLm(CONFIG, { seed: 5, batchTokens: 64 });
      for (const _ of train(model, LEARNED.slice(0, 30), { seed, batchTokens: 64 }));
      return model.weights;
    });
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('takes no step that is not asked for, and says how many there are', () => {
    const model = createTinyLm(CONFIG, { batchTokens: 64 });
    const before = model.weights.slice();
    const steps = train(model, LEARNED.slice(0, 14), { batchTokens: 64 });
    expect(model.weights).toEqual(before);
    expect(steps.next().value).toMatchObject({ step: 1, steps: 2, tokens: 63 });
    expect(model.weights).not.toEqual(before);
  });

  it('learns in a low rank what changes little, and touches neither norms nor embeddings', () => {
    const model = createTinyLm(CONFIG, { seed: 5, batchTokens: 256 });
    for (const _ of train(model, LEARNED, { epochs: 2, batchTokens: 256 }));
    const before = model.weights.slice();
    // Now the same order instead of the mirrored one.
    const copies = LEARNED.slice(0, 600).map(({ ids, isTarget }) => ({
      ids: [...ids.slice(0, 5), ...ids.slice(1, 4), END],
      isTarget: isTarget!,
    }));
    const start = computeGradients(model, copies.slice(0, 20));
    const learner = createLowRankLearner(model, { rank: 8 });
    for (const _ of train(model, copies, { epochs: 3, batchTokens: 256, learner, learningRate: 1e-2 }));
    expect(computeGradients(model, copies.slice(0, 20))).toBeLessThan(start / 3);
    for (const { name, rows, columns, offset } of model.layout) {
      const own = (all: Float32Array): Float32Array => all.subarray(offset, offset + rows * columns);
      const isFrozen = rows === 1 || name === 'embedding';
      expect(
        own(model.weights).every((one, at) => one === own(before)[at]),
        name,
      ).toBe(isFrozen);
    }
    expect(() => createLowRankLearner(model, { rank: 3 })).toThrow('multiple of 8, got 3');
  });
});
