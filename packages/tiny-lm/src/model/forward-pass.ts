import { attend } from '../layers/attention.ts';
import { gate } from '../layers/gated-unit.ts';
import { addLinear, transposed } from '../layers/linear.ts';
import { normalise } from '../layers/norm.ts';
import { rotate } from '../layers/rotary.ts';
import type { Batch } from './batch.ts';
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
  const normalised = space.floats(state.length);
  const outputScales = normalise(state, tensorOf(model, weights, 'outputNorm'), normalised);
  const chosen = space.floats(wanted.length * width);
  for (const [at, token] of wanted.entries()) {
    chosen.set(normalised.subarray(token * width, (token + 1) * width), at * width);
  }
  const vocabulary = paddedVocabulary(config);
  const logits = space.zeros(wanted.length * vocabulary);
  space.during(() => {
    const columns = transposed(embedding, vocabulary, width, space);
    addLinear(chosen, columns, logits, { space, rows: wanted.length });
  });
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
  const normalised = space.floats(rows * width);
  const scales = normalise(input, tensorOf(model, weights, `attentionNorm.${layer}`), normalised);
  const queryKeyValue = space.zeros(rows * 3 * width);
  addLinear(normalised, tensorOf(model, weights, `queryKeyValue.${layer}`), queryKeyValue, linear);
  rotate(queryKeyValue, batch, { model, past: 0, isBack: false });
  const attended = space.floats(rows * width);
  const shares = attend(queryKeyValue, attended, { batch, width, heads }, space);
  const middle = space.floats(rows * width);
  middle.set(input);
  addLinear(attended, tensorOf(model, weights, `attentionOutput.${layer}`), middle, linear);

  const middleNormalised = space.floats(rows * width);
  const middleScales = normalise(middle, tensorOf(model, weights, `feedForwardNorm.${layer}`), middleNormalised);
  const gateUp = space.zeros(rows * 2 * feedForward);
  addLinear(middleNormalised, tensorOf(model, weights, `gateUp.${layer}`), gateUp, linear);
  const gated = space.floats(rows * feedForward);
  gate(gateUp, gated, feedForward);
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
