import type { TensorName } from '../../model/tensor-layout.ts';
import type { TinyLmConfig } from '../../model/tiny-lm-config.ts';

/** The weights of a layer as files have them: query, key and value apart, and so gate and up. */
export type LayerPart =
  | 'attentionNorm'
  | 'query'
  | 'key'
  | 'value'
  | 'attentionOutput'
  | 'feedForwardNorm'
  | 'gate'
  | 'up'
  | 'down';

/** An array of weights in a file of a Llama model, and where it lies in a tiny-lm. */
export interface LlamaPart {
  readonly part: 'embedding' | 'outputNorm' | LayerPart;
  /** Undefined for what belongs to no layer. */
  readonly layer: number | undefined;
  readonly tensor: TensorName;
  /** Shape in a file: of a matrix outputs, then inputs; of the embedding tokens, then numbers; a norm has one size. */
  readonly shape: readonly number[];
  /** Of a matrix, where its outputs begin among the columns of the tensor. */
  readonly firstColumn: number;
}

/** Everything that a file holds of a model of this shape. */
export function llamaParts(config: TinyLmConfig): readonly LlamaPart[] {
  const { vocabulary, width, feedForward, layers } = config;
  const whole = { layer: undefined, firstColumn: 0 };
  const parts: LlamaPart[] = [
    { ...whole, part: 'embedding', tensor: 'embedding', shape: [vocabulary, width] },
    { ...whole, part: 'outputNorm', tensor: 'outputNorm', shape: [width] },
  ];
  for (let layer = 0; layer < layers; layer++) {
    const norm = (part: 'attentionNorm' | 'feedForwardNorm'): LlamaPart => {
      return { part, layer, tensor: `${part}.${layer}`, shape: [width], firstColumn: 0 };
    };
    const matrix = (
      part: LayerPart,
      from: 'queryKeyValue' | 'attentionOutput' | 'gateUp' | 'down',
      shape: readonly [number, number],
      firstColumn = 0,
    ): LlamaPart => ({ part, layer, tensor: `${from}.${layer}`, shape, firstColumn });
    parts.push(
      norm('attentionNorm'),
      matrix('query', 'queryKeyValue', [width, width]),
      matrix('key', 'queryKeyValue', [width, width], width),
      matrix('value', 'queryKeyValue', [width, width], 2 * width),
      matrix('attentionOutput', 'attentionOutput', [width, width]),
      norm('feedForwardNorm'),
      matrix('gate', 'gateUp', [feedForward, width]),
      matrix('up', 'gateUp', [feedForward, width], feedForward),
      matrix('down', 'down', [width, feedForward]),
    );
  }
  return parts;
}
