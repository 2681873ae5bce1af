import type { KernelKind } from '../kernel/kernel.ts';
import { createWorkspace, type Workspace } from '../kernel/workspace.ts';
import { transposed } from '../layers/linear.ts';
import type { LayerTensor } from '../model/tensor-layout.ts';
import { type TinyLm, tensorOf } from '../model/tiny-lm.ts';
import { paddedVocabulary } from '../model/tiny-lm-config.ts';

/** Weights as decoding reads them, each an array of its own, with the memory that decoding works in. */
export interface DecoderWeights {
  readonly space: Workspace;
  readonly embedding: Float32Array;
  /** The embedding turned over, `[width, padded vocabulary]`: what makes logits of states. */
  readonly output: Float32Array;
  readonly outputNorm: Float32Array;
  readonly layers: readonly Readonly<Record<LayerTensor, Float32Array>>[];
}

const LAYER_TENSORS: readonly LayerTensor[] = [
  'attentionNorm',
  'queryKeyValue',
  'attentionOutput',
  'feedForwardNorm',
  'gateUp',
  'down',
];

/** Copies the weights as they are now, beside memory for further arrays. What is trained later is not seen. */
export function copyWeights(
  model: TinyLm,
  further: { readonly floats: number; readonly arrays: number },
  kernel?: KernelKind,
): DecoderWeights {
  const { config, weights } = model;
  const vocabulary = paddedVocabulary(config);
  const arrays = 3 + LAYER_TENSORS.length * config.layers;
  const floats = weights.length + vocabulary * config.width;
  const space = createWorkspace(floats + further.floats, arrays + further.arrays, kernel);
  const copied = (from: Float32Array): Float32Array => {
    const to = space.floats(from.length);
    to.set(from);
    return to;
  };
  const embedding = copied(tensorOf(model, weights, 'embedding'));
  return {
    space,
    embedding,
    output: transposed(embedding, vocabulary, config.width, space),
    outputNorm: copied(tensorOf(model, weights, 'outputNorm')),
    layers: Array.from({ length: config.layers }, (_, layer) => {
      const own = LAYER_TENSORS.map((name) => [name, copied(tensorOf(model, weights, `${name}.${layer}`))] as const);
      return Object.fromEntries(own) as Record<LayerTensor, Float32Array>;
    }),
  };
}
