import { plainNormalise } from '../kernel/plain/plain-norm.ts';

/** Added to the mean square, so that nothing is divided by 0. As in Llama. */
export const NORM_EPSILON = 1e-5;

/** `Kernel.normalise` for a few rows, wherever they lie. Returns the scales. */
export function normalise(x: Float32Array, weights: Float32Array, output: Float32Array): Float32Array {
  const scales = new Float32Array(x.length / weights.length);
  plainNormalise({ x, weights, scales }, output, NORM_EPSILON);
  return scales;
}
