import type { AdamMoments, Kernel } from '../kernel/kernel.ts';

/** State of AdamW, and how often it stepped. */
export interface AdamState extends AdamMoments {
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
  kernel: Kernel,
  { weights, gradients }: { readonly weights: Float32Array; readonly gradients: Float32Array },
  state: AdamState,
  { learningRate, weightDecay = ADAM_DEFAULTS.weightDecay, maxNorm = ADAM_DEFAULTS.maxNorm }: AdamOptions,
): number {
  const norm = Math.sqrt(kernel.sumOfSquares(gradients));
  state.steps++;
  kernel.adam(weights, gradients, state, {
    scale: norm > maxNorm ? maxNorm / norm : 1,
    meanDecay: MEAN_DECAY,
    squareDecay: SQUARE_DECAY,
    meanShare: 1 / (1 - MEAN_DECAY ** state.steps),
    squareShare: 1 / (1 - SQUARE_DECAY ** state.steps),
    epsilon: EPSILON,
    learningRate,
    weightDecay,
  });
  return norm;
}
