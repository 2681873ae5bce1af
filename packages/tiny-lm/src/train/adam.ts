/** State of AdamW: running means of gradients and of their squares. */
export interface AdamState {
  readonly means: Float32Array;
  readonly squares: Float32Array;
  steps: number;
}

/** How AdamW steps. Defaults: `ADAM_DEFAULTS`. */
export interface AdamOptions {
  readonly learningRate: number;
  readonly weightDecay?: number;
  /** Gradients with a larger Euclidean norm are scaled down to it. */
  readonly maxNorm?: number;
}

/** Decay of the means, of the squares, and what is added to a root. Second decay as in GPT-3 and Llama, rounded up. */
const [MEAN_DECAY, SQUARE_DECAY, EPSILON] = [0.9, 0.98, 1e-8];

/** Common values of small models. */
export const ADAM_DEFAULTS: Required<Omit<AdamOptions, 'learningRate'>> = { weightDecay: 0.01, maxNorm: 1 };

/** A state that saw nothing. */
export function createAdamState(weights: number): AdamState {
  return { means: new Float32Array(weights), squares: new Float32Array(weights), steps: 0 };
}

/** One step of AdamW (Loshchilov and Hutter, 2019, algorithm 2), in place. Returns the norm of the gradients. */
export function stepAdam(
  weights: Float32Array,
  gradients: Float32Array,
  state: AdamState,
  { learningRate, weightDecay = ADAM_DEFAULTS.weightDecay, maxNorm = ADAM_DEFAULTS.maxNorm }: AdamOptions,
): number {
  let sum = 0;
  for (const gradient of gradients) sum += gradient * gradient;
  const norm = Math.sqrt(sum);
  const scale = norm > maxNorm ? maxNorm / norm : 1;
  state.steps++;
  const meanShare = 1 - MEAN_DECAY ** state.steps;
  const squareShare = 1 - SQUARE_DECAY ** state.steps;
  const { means, squares } = state;
  for (let at = 0; at < weights.length; at++) {
    const gradient = gradients[at]! * scale;
    const mean = MEAN_DECAY * means[at]! + (1 - MEAN_DECAY) * gradient;
    const square = SQUARE_DECAY * squares[at]! + (1 - SQUARE_DECAY) * gradient * gradient;
    means[at] = mean;
    squares[at] = square;
    const step = mean / meanShare / (Math.sqrt(square / squareShare) + EPSILON) + weightDecay * weights[at]!;
    weights[at]! -= learningRate * step;
  }
  return norm;
}
