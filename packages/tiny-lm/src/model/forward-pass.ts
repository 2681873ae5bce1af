import { matrixOf, turned } from '../kernel/matrix.ts';
import { attend } from '../layers/attention.ts';
import { addLinear } from '../layers/linear.ts';
import { NORM_EPSILON } from '../layers/norm.ts';
import { rotate } from '../layers/rotary.ts';
import type { Batch } from './batch.ts';
import type { TensorName } from './tensor-layout.ts';
import { type TinyLm, tensorOf } from './tiny-lm.ts';
import { paddedVocabulary } from './tiny-lm-config.ts';

/** What a layer made of a batch, `[tokens, …]` each. Alive until the pass ends. */
export interface LayerActivations {
  readonly input: Float32Array;
  readonly normalised: Float32Array;
  readonly scales: Float32Array;
  readonly queryKeyValue: Float32Array;
  readonly shares: Float32Array;
  readonly attended: Float32Array;
  readonly middle: Float32Array;
  readonly middleNormalised: Float32Array;
  readonly middleScales: Float32Array;
  readonly gateUp: Float32Array;
  readonly gated: Float32Array;
}

/** What a model made of a batch. */
export interface Activations {
  readonly layers: readonly LayerActivations[];
  readonly output: Float32Array;
  readonly outputScales: Float32Array;
  /** Final states of the tokens whose successor is asked for, `[wanted, width]`. */
  readonly wanted: Float32Array;
  /** `[wanted, padded vocabulary]`. */
  readonly logits: Float32Array;
}

/**
 * Runs a batch through the model, within `model.space.during`. `wanted` are the places in the batch whose next token is asked for,
 * in rising order.
 */
export function forwardPass(model: TinyLm, batch: Batch, wanted: Int32Array): Activations {
  const { config, weights, space } = model;
  const { width } = config;
  let state = space.floats(batch.tokens * width);
  const embedding = tensorOf(model, weights, 'embedding');
  for (const [token, id] of batch.ids.entries()) {
    state.set(embedding.subarray(id * width, (id + 1) * width), token * width);
  }
  const layers: LayerActivations[] = [];
  for (let layer = 0; layer < config.layers; layer++) {
    const { activations, output } = forwardLayer(model, batch, layer, state);
    layers.push(activations);
    state = output;
  }
  const { output: normalised, scales: outputScales } = normalise(model, state, 'outputNorm');
  const chosen = space.floats(wanted.length * width);
  for (const [at, token] of wanted.entries()) {
    chosen.set(normalised.subarray(token * width, (token + 1) * width), at * width);
  }
  const vocabulary = paddedVocabulary(config);
  const logits = space.zeros(wanted.length * vocabulary);
  const columns = turned(matrixOf(embedding, vocabulary, width));
  const states = matrixOf(chosen, wanted.length, width);
  space.kernel.multiplyMatrices(states, columns, matrixOf(logits, wanted.length, vocabulary));
  return { layers, output: state, outputScales, wanted: chosen, logits };
}

function forwardLayer(
  model: TinyLm,
  batch: Batch,
  layer: number,
  input: Float32Array,
): { readonly activations: LayerActivations; readonly output: Float32Array } {
  const { config, weights, space } = model;
  const { width, heads, feedForward } = config;
  const rows = batch.tokens;
  const linear = { space, rows };
  const { output: normalised, scales } = normalise(model, input, `attentionNorm.${layer}`);
  const queryKeyValue = space.zeros(rows * 3 * width);
  addLinear(normalised, tensorOf(model, weights, `queryKeyValue.${layer}`), queryKeyValue, linear);
  rotate(queryKeyValue, batch, { model, past: 0, isBack: false });
  const attended = space.zeros(rows * width);
  const shares = attend(queryKeyValue, attended, { batch, width, heads }, space);
  const middle = space.floats(rows * width);
  middle.set(input);
  addLinear(attended, tensorOf(model, weights, `attentionOutput.${layer}`), middle, linear);

  const { output: middleNormalised, scales: middleScales } = normalise(model, middle, `feedForwardNorm.${layer}`);
  const gateUp = space.zeros(rows * 2 * feedForward);
  addLinear(middleNormalised, tensorOf(model, weights, `gateUp.${layer}`), gateUp, linear);
  const gated = space.floats(rows * feedForward);
  space.kernel.gate(gateUp, gated, feedForward);
  const output = space.floats(rows * width);
  output.set(middle);
  addLinear(gated, tensorOf(model, weights, `down.${layer}`), output, linear);
  const activations = {
    input,
    normalised,
    scales,
    queryKeyValue,
    shares,
    attended,
    middle,
    middleNormalised,
    middleScales,
    gateUp,
    gated,
  };
  return { activations, output };
}

/** The normed state, and what it was divided by. */
function normalise(
  { layout, weights, config, space }: TinyLm,
  x: Float32Array,
  name: TensorName,
): { readonly output: Float32Array; readonly scales: Float32Array } {
  const output = space.floats(x.length);
  const scales = space.floats(x.length / config.width);
  space.kernel.normalise({ x, weights: tensorOf({ layout }, weights, name), scales }, output, NORM_EPSILON);
  return { output, scales };
}
