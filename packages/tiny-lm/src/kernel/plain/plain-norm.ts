import type { NormArrays } from '../kernel.ts';

/** See `Kernel.normalise`. */
export function plainNormalise(
  { x, weights, scales }: Omit<NormArrays, 'gradient'>,
  output: Float32Array,
  epsilon: number,
): void {
  const width = weights.length;
  for (let row = 0; row < scales.length; row++) {
    const from = row * width;
    let sum = 0;
    for (let at = 0; at < width; at++) sum += x[from + at]! * x[from + at]!;
    const scale = 1 / Math.sqrt(sum / width + epsilon);
    scales[row] = scale;
    for (let at = 0; at < width; at++) output[from + at] = x[from + at]! * scale * weights[at]!;
  }
}

/** See `Kernel.addNormGradients`. */
export function plainNormGradients(
  { x, weights, scales, gradient }: NormArrays,
  to: Pick<NormArrays, 'weights' | 'x'>,
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
