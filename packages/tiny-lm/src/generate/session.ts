import { UsageError } from '@bezoar/core';
import { gate } from '../layers/gated-unit.ts';
import { addLinear } from '../layers/linear.ts';
import { normalise } from '../layers/norm.ts';
import { rotate } from '../layers/rotary.ts';
import { createBatch } from '../model/batch.ts';
import { type TinyLm, tensorOf } from '../model/tiny-lm.ts';

/** One sequence that grows: keys and values of its tokens are kept, so that a token more costs a token. */
export interface Session {
  /** Tokens so far. */
  readonly length: number;
  /**
   * Takes further tokens. Returns the logits of the next one, `[vocabulary]`. Throws a `UsageError` for none, for more than the
   * context holds, and for tokens that the model does not have.
   */
  feed(ids: readonly number[]): Float32Array;
  /** Takes one token; undefined where the context is full. */
  tryFeed(id: number): Float32Array | undefined;
  /** The same sequence so far, to go on in another way. */
  fork(): Session;
}

interface LayerCache {
  /** `[context, width]`, turned by their positions. */
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

/** Starts an empty sequence. */
export function createSession(model: TinyLm): Session {
  const size = model.config.context * model.config.width;
  const caches = Array.from({ length: model.config.layers }, () => ({
    keys: new Float32Array(size),
    values: new Float32Array(size),
  }));
  return sessionOf(model, caches, 0);
}

function sessionOf(model: TinyLm, caches: readonly LayerCache[], begun: number): Session {
  let length = begun;
  const take = (ids: readonly number[]): Float32Array => {
    if (length + ids.length > model.config.context) {
      throw new UsageError(
        'tiny-lm/length',
        `expected at most ${model.config.context} tokens, got ${length + ids.length}`,
      );
    }
    const logits = model.space.during(() => feed(model, caches, ids, length));
    length += ids.length;
    return logits;
  };
  return {
    get length() {
      return length;
    },
    feed: take,
    tryFeed: (id) => (length < model.config.context ? take([id]) : undefined),
    fork: () =>
      sessionOf(
        model,
        caches.map(({ keys, values }) => ({ keys: keys.slice(), values: values.slice() })),
        length,
      ),
  };
}

function feed(model: TinyLm, caches: readonly LayerCache[], ids: readonly number[], past: number): Float32Array {
  const { config, weights, space } = model;
  const { width } = config;
  createBatch([ids], config);
  const embedding = tensorOf(model, weights, 'embedding');
  const state = space.floats(ids.length * width);
  for (const [at, id] of ids.entries()) state.set(embedding.subarray(id * width, (id + 1) * width), at * width);
  for (const [layer, cache] of caches.entries()) space.during(() => feedLayer(model, { layer, cache, past }, state));
  const last = space.floats(width);
  normalise(state.subarray(-width), tensorOf(model, weights, 'outputNorm'), last);
  const logits = new Float32Array(config.vocabulary);
  for (let id = 0; id < logits.length; id++) {
    let sum = 0;
    for (let at = 0; at < width; at++) sum += embedding[id * width + at]! * last[at]!;
    logits[id] = sum;
  }
  return logits;
}

/** Turns a layer's input into its output, in place. */
function feedLayer(
  model: TinyLm,
  { layer, cache, past }: { readonly layer: number; readonly cache: LayerCache; readonly past: number },
  state: Float32Array,
): void {
  const { config, weights, space } = model;
  const { width, heads, feedForward } = config;
  const rows = state.length / width;
  const linear = { space, rows };
  const normalised = space.floats(state.length);
  normalise(state, tensorOf(model, weights, `attentionNorm.${layer}`), normalised);
  const queryKeyValue = space.zeros(3 * state.length);
  addLinear(normalised, tensorOf(model, weights, `queryKeyValue.${layer}`), queryKeyValue, linear);
  rotate(queryKeyValue, { starts: Int32Array.of(0, rows), tokens: rows }, { model, past, isBack: false });
  for (let row = 0; row < rows; row++) {
    const from = row * 3 * width;
    cache.keys.set(queryKeyValue.subarray(from + width, from + 2 * width), (past + row) * width);
    cache.values.set(queryKeyValue.subarray(from + 2 * width, from + 3 * width), (past + row) * width);
  }
  const attended = space.zeros(state.length);
  for (let row = 0; row < rows; row++) {
    for (let head = 0; head < heads; head++)
      attendTo(queryKeyValue, cache, attended, { row, past, head, width, heads });
  }
  addLinear(attended, tensorOf(model, weights, `attentionOutput.${layer}`), state, linear);
  normalise(state, tensorOf(model, weights, `feedForwardNorm.${layer}`), normalised);
  const gateUp = space.zeros(rows * 2 * feedForward);
  addLinear(normalised, tensorOf(model, weights, `gateUp.${layer}`), gateUp, linear);
  const gated = space.floats(rows * feedForward);
  gate(gateUp, gated, feedForward);
  addLinear(gated, tensorOf(model, weights, `down.${layer}`), state, linear);
}

function attendTo(
  queryKeyValue: Float32Array,
  { keys, values }: LayerCache,
  attended: Float32Array,
  { row, past, head, width, heads }: { row: number; past: number; head: number; width: number; heads: number },
): void {
  const size = width / heads;
  const query = row * 3 * width + head * size;
  const scores = new Float32Array(past + row + 1);
  let most = Number.NEGATIVE_INFINITY;
  for (let token = 0; token < scores.length; token++) {
    const key = token * width + head * size;
    let sum = 0;
    for (let at = 0; at < size; at++) sum += queryKeyValue[query + at]! * keys[key + at]!;
    scores[token] = sum / Math.sqrt(size);
    most = Math.max(most, scores[token]!);
  }
  let total = 0;
  for (let token = 0; token < scores.length; token++) {
    scores[token] = Math.exp(scores[token]! - most);
    total += scores[token]!;
  }
  const to = row * width + head * size;
  for (let token = 0; token < scores.length; token++) {
    const share = scores[token]! / total;
    const value = token * width + head * size;
    for (let at = 0; at < size; at++) attended[to + at]! += share * values[value + at]!;
  }
}
