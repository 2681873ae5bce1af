import { paddedVocabulary, type TinyLmConfig } from './tiny-lm-config.ts';

/** One array of weights: `[rows, columns]`, row-major; of a matrix, rows are its input. */
export interface TensorShape {
  readonly name: TensorName;
  readonly rows: number;
  readonly columns: number;
  /** Where it begins among all weights, in numbers. */
  readonly offset: number;
}

/** Names of a layer's weights. Query, key and value lie side by side, and so do gate and up. */
export type LayerTensor = 'attentionNorm' | 'queryKeyValue' | 'attentionOutput' | 'feedForwardNorm' | 'gateUp' | 'down';

/** The embedding is also the output (tied). */
export type TensorName = 'embedding' | 'outputNorm' | `${LayerTensor}.${number}`;

/** All weights of a shape, in the order in which they lie. */
export function tensorLayout(config: TinyLmConfig): readonly TensorShape[] {
  const { width, feedForward, layers } = config;
  const shapes: TensorShape[] = [];
  let offset = 0;
  const add = (name: TensorName, rows: number, columns: number): void => {
    shapes.push({ name, rows, columns, offset });
    offset += rows * columns;
  };
  add('embedding', paddedVocabulary(config), width);
  for (let layer = 0; layer < layers; layer++) {
    add(`attentionNorm.${layer}`, 1, width);
    add(`queryKeyValue.${layer}`, width, 3 * width);
    add(`attentionOutput.${layer}`, width, width);
    add(`feedForwardNorm.${layer}`, 1, width);
    add(`gateUp.${layer}`, width, 2 * feedForward);
    add(`down.${layer}`, feedForward, width);
  }
  add('outputNorm', 1, width);
  return shapes;
}

/** Numbers of a layout. */
export function countWeights(layout: readonly TensorShape[]): number {
  return layout.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}
