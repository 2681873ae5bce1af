/** Added to the mean square, so that nothing is divided by 0. As in Llama. */
export const NORM_EPSILON = 1e-5;

/**
 * RMSNorm (Zhang and Sennrich, 2019, equation 4) of each row: `output = x / root mean square * weights`. Returns one over the
 * root mean square of each row, which the gradients need.
 */
export function normalise(x: Float32Array, weights: Float32Array, output: Float32Array): Float32Array {
  const width = weights.length;
  const scales = new Float32Array(x.length / width);
  for (let row = 0; row < scales.length; row++) {
    const from = row * width;
    let sum = 0;
    for (let at = 0; at < width; at++) sum += x[from + at]! * x[from + at]!;
    const scale = 1 / Math.sqrt(sum / width + NORM_EPSILON);
    scales[row] = scale;
    for (let at = 0; at < width; at++) output[from + at] = x[from + at]! * scale * weights[at]!;
  }
  return scales;
}

/** Adds the gradients of `normalise` to those of the weights and of the input. */
export function addNormGradients(
  { x, weights, scales, gradient }: Readonly<Record<'x' | 'weights' | 'scales' | 'gradient', Float32Array>>,
  to: { readonly weights: Float32Array; readonly x: Float32Array },
): void {
  const width = weights.length;
  for (let row = 0; row < scales.length; row++) {
    const from = row * width;
    const scale = scales[row]!;
    let along = 0;
    for (let at = 0; at < width; at++) {
      along += gradient[from + at]! * weights[at]! * x[from + at]!;
      to.weights[at]! += gradient[from + at]! * x[from + at]! * scale;
    }
    along *= (scale * scale * scale) / width;
    for (let at = 0; at < width; at++) {
      to.x[from + at]! += gradient[from + at]! * weights[at]! * scale - x[from + at]! * along;
    }
  }
}
