import { type Random, seededRandom } from '@bezoar/core';
import type { TensorShape } from './tensor-layout.ts';

/** Spread of embeddings. */
const EMBEDDING_SPREAD = 0.05;

/**
 * Weights from a seed: norms are 1, matrices are normal with a variance of one over their inputs; those that write into the
 * residual stream are smaller by the root of twice the layers (GPT-2, section 2.3).
 */
export function initialWeights(layout: readonly TensorShape[], layers: number, seed: number | string): Float32Array {
  const random = seededRandom(`tiny-lm ${seed}`);
  const last = layout.at(-1)!;
  const weights = new Float32Array(last.offset + last.rows * last.columns);
  for (const { name, rows, columns, offset } of layout) {
    const own = weights.subarray(offset, offset + rows * columns);
    if (rows === 1) own.fill(1);
    else fillNormal(own, spreadOf(name, rows, layers), random);
  }
  return weights;
}

function spreadOf(name: string, rows: number, layers: number): number {
  if (name === 'embedding') return EMBEDDING_SPREAD;
  const isResidual = name.startsWith('attentionOutput') || name.startsWith('down');
  return (isResidual ? 1 / Math.sqrt(2 * layers) : 1) / Math.sqrt(rows);
}

/** Box and Muller (1958). */
function fillNormal(array: Float32Array, spread: number, random: Random): void {
  for (let at = 0; at < array.length; at += 2) {
    const radius = spread * Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    array[at] = radius * Math.cos(angle);
    if (at + 1 < array.length) array[at + 1] = radius * Math.sin(angle);
  }
}
