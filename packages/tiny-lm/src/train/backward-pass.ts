import { matrixOf, turned } from '../kernel/matrix.ts';
import { attentionGradient } from '../layers/attention.ts';
import { addLinearGradients } from '../layers/linear.ts';
import { rotate } from '../layers/rotary.ts';
import type { Batch } from '../model/batch.ts';
import type { Activations, LayerActivations } from '../model/forward-pass.ts';
import { type TinyLm, tensorOf } from '../model/tiny-lm.ts';
import { paddedVocabulary } from '../model/tiny-lm-config.ts';

/** Writes the gradients of all weights, from `activations.logits`, which hold the gradient of the logits. */
export function backwardPass(model: TinyLm, batch: Batch, wanted: Int32Array, activations: Activations): void {
  const { config, gradients, space } = model;
  const { width } = config;
  gradients.fill(0);
  const state = outputGradient(model, batch, wanted, activations);
  for (let layer = config.layers - 1; layer >= 0; layer--) {
    space.during(() => backwardLayer(model, batch, { layer, activations: activations.layers[layer]! }, state));
  }
  const embedding = tensorOf(model, gradients, 'embedding');
  for (const [token, id] of batch.ids.entries()) {
    for (let at = 0; at < width; at++) embedding[id * width + at]! += state[token * width + at]!;
  }
}

/** The gradient of the last layer's output. */
function outputGradient(model: TinyLm, batch: Batch, wanted: Int32Array, activations: Activations): Float32Array {
  const { config, weights, gradients, space } = model;
  const { width } = config;
  const vocabulary = paddedVocabulary(config);
  const state = space.zeros(batch.tokens * width);
  space.during(() => {
    const { logits, wanted: chosen } = activations;
    const rows = wanted.length;
    const above = space.zeros(rows * width);
    const slopes = matrixOf(logits, rows, vocabulary);
    const embedding = matrixOf(tensorOf(model, weights, 'embedding'), vocabulary, width);
    space.kernel.multiplyMatrices(slopes, embedding, matrixOf(above, rows, width));
    const toEmbedding = matrixOf(tensorOf(model, gradients, 'embedding'), vocabulary, width);
    space.kernel.multiplyMatrices(turned(slopes), matrixOf(chosen, rows, width), toEmbedding);
    const gradient = space.zeros(state.length);
    for (const [at, token] of wanted.entries()) {
      gradient.set(above.subarray(at * width, (at + 1) * width), token * width);
    }
    space.kernel.addNormGradients(
      {
        x: activations.output,
        weights: tensorOf(model, weights, 'outputNorm'),
        scales: activations.outputScales,
        gradient,
      },
      { weights: tensorOf(model, gradients, 'outputNorm'), x: state },
    );
  });
  return state;
}

/** Turns the gradient of a layer's output into that of its input, in place. */
function backwardLayer(
  model: TinyLm,
  batch: Batch,
  { layer, activations }: { readonly layer: number; readonly activations: LayerActivations },
  state: Float32Array,
): void {
  const { config, weights, gradients, space } = model;
  const { width, heads, feedForward } = config;
  const rows = batch.tokens;
  const linear = { space, rows };

  const gated = space.zeros(rows * feedForward);
  addLinearGradients(
    { x: activations.gated, weights: tensorOf(model, weights, `down.${layer}`), gradient: state },
    { weights: tensorOf(model, gradients, `down.${layer}`), x: gated },
    linear,
  );
  const gateUp = space.floats(rows * 2 * feedForward);
  space.kernel.gateGradient(activations.gateUp, gated, gateUp, feedForward);
  const middleNormalised = space.zeros(rows * width);
  addLinearGradients(
    { x: activations.middleNormalised, weights: tensorOf(model, weights, `gateUp.${layer}`), gradient: gateUp },
    { weights: tensorOf(model, gradients, `gateUp.${layer}`), x: middleNormalised },
    linear,
  );
  space.kernel.addNormGradients(
    {
      x: activations.middle,
      weights: tensorOf(model, weights, `feedForwardNorm.${layer}`),
      scales: activations.middleScales,
      gradient: middleNormalised,
    },
    { weights: tensorOf(model, gradients, `feedForwardNorm.${layer}`), x: state },
  );

  const attended = space.zeros(rows * width);
  addLinearGradients(
    { x: activations.attended, weights: tensorOf(model, weights, `attentionOutput.${layer}`), gradient: state },
    { weights: tensorOf(model, gradients, `attentionOutput.${layer}`), x: attended },
    linear,
  );
  const queryKeyValue = space.zeros(rows * 3 * width);
  attentionGradient({ ...activations, gradient: attended }, queryKeyValue, { batch, width, heads }, space);
  rotate(queryKeyValue, batch, { model, past: 0, isBack: true });
  const normalised = space.zeros(rows * width);
  addLinearGradients(
    { x: activations.normalised, weights: tensorOf(model, weights, `queryKeyValue.${layer}`), gradient: queryKeyValue },
    { weights: tensorOf(model, gradients, `queryKeyValue.${layer}`), x: normalised },
    linear,
  );
  space.kernel.addNormGradients(
    {
      x: activations.input,
      weights: tensorOf(model, weights, `attentionNorm.${layer}`),
      scales: activations.scales,
      gradient: normalised,
    },
    { weights: tensorOf(model, gradients, `attentionNorm.${layer}`), x: state },
  );
}
