import { UsageError } from '@bezoar/core';
import { countWeights, tensorLayout } from '../../model/tensor-layout.ts';
import type { TinyLm } from '../../model/tiny-lm.ts';
import type { TinyLmConfig } from '../../model/tiny-lm-config.ts';
import { listFaults } from '../list-faults.ts';
import { type LlamaPart, llamaParts } from '../llama/llama-parts.ts';
import { readPart, writePart } from '../llama/part-values.ts';
import { toHalves, toPairs } from '../llama/rotate-half.ts';
import type { SafeTensor } from '../safetensors/safe-tensor.ts';

/** Of `LlamaForCausalLM`; those of a layer stand below `model.layers.N`. The output is the embedding and has no tensor. */
const NAMES: Readonly<Record<LlamaPart['part'], string>> = {
  embedding: 'model.embed_tokens.weight',
  outputNorm: 'model.norm.weight',
  attentionNorm: 'input_layernorm.weight',
  query: 'self_attn.q_proj.weight',
  key: 'self_attn.k_proj.weight',
  value: 'self_attn.v_proj.weight',
  attentionOutput: 'self_attn.o_proj.weight',
  feedForwardNorm: 'post_attention_layernorm.weight',
  gate: 'mlp.gate_proj.weight',
  up: 'mlp.up_proj.weight',
  down: 'mlp.down_proj.weight',
};

/** The weights of a model by the names, shapes and order of rows of `LlamaForCausalLM` (Hugging Face transformers). */
export function llamaTensors(model: TinyLm): readonly SafeTensor[] {
  const { heads, width } = model.config;
  return llamaParts(model.config).map((part) => {
    const values = readPart(model, part);
    const data = isTurned(part) ? toHalves(values, heads, width) : values;
    return { name: nameOf(part), shape: part.shape, data };
  });
}

/**
 * The weights that tensors of `LlamaForCausalLM` hold, as `TinyLm.weights`. Throws a `UsageError` that names every tensor which is
 * missing, has another shape, holds what is no number, or is not the model's.
 */
export function llamaWeights(tensors: readonly SafeTensor[], config: TinyLmConfig): Float32Array {
  const parts = llamaParts(config);
  const found = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const names = new Set(parts.map(nameOf));
  const faults = [
    ...parts.flatMap((part) => faultsOf(part, found.get(nameOf(part)))),
    ...tensors
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => `there is no place for \`${name.slice(0, 80)}\``),
  ];
  if (faults.length > 0) throw new UsageError('tiny-lm/tensors', listFaults(faults));
  // INVARIANT: the tensors have all the values, so that no more memory is asked for than they take.
  const layout = tensorLayout(config);
  const weights = new Float32Array(countWeights(layout));
  for (const part of parts) {
    const { data } = found.get(nameOf(part))!;
    writePart({ layout, weights }, part, isTurned(part) ? toPairs(data, config.heads, config.width) : data);
  }
  return weights;
}

function faultsOf(part: LlamaPart, found: SafeTensor | undefined): string[] {
  const name = nameOf(part);
  if (found === undefined) return [`there is no tensor \`${name}\``];
  const [expected, got] = [part.shape, found.shape].map((shape) => `[${shape.join(', ')}]`);
  if (expected !== got) return [`expected \`${name}\` to have the shape ${expected}, got ${got}`];
  return found.data.every(Number.isFinite) ? [] : [`\`${name}\` holds what is no finite number`];
}

function nameOf({ part, layer }: LlamaPart): string {
  return layer === undefined ? NAMES[part] : `model.layers.${layer}.${NAMES[part]}`;
}

/** Whether positions turn what comes out. */
function isTurned({ part }: LlamaPart): boolean {
  return part === 'query' || part === 'key';
}
