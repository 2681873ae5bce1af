import type { AdamCoefficients, AdamMoments } from '../kernel.ts';

/** See `Kernel.adam`. */
export function plainAdam(
  weights: Float32Array,
  gradients: Float32Array,
  { means, squares }: AdamMoments,
  given: AdamCoefficients,
): void {
  const { scale, meanDecay, squareDecay, meanShare, squareShare, epsilon, learningRate, weightDecay } = given;
  for (let at = 0; at < weights.length; at++) {
    const gradient = gradients[at]! * scale;
    const mean = meanDecay * means[at]! + (1 - meanDecay) * gradient;
    const square = squareDecay * squares[at]! + (1 - squareDecay) * gradient * gradient;
    means[at] = mean;
    squares[at] = square;
    const step = (mean * meanShare) / (Math.sqrt(square * squareShare) + epsilon) + weightDecay * weights[at]!;
    weights[at]! -= learningRate * step;
  }
}
