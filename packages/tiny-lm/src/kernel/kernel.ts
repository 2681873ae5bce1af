import type { Matrix } from './matrix.ts';

/** Arrays of one row after the other, and their gradients. */
export interface NormArrays {
  readonly x: Float32Array;
  readonly weights: Float32Array;
  /** One over the root mean square of each row. */
  readonly scales: Float32Array;
  /** The gradient of what came out. */
  readonly gradient: Float32Array;
}

/** Rows whose softmax is taken. */
export interface SoftmaxRows {
  /** Numbers of a row, a multiple of `COLUMN_STEP`. */
  readonly stride: number;
  /** How many of the first row there are to share, from 1; the others of the row become 0. */
  readonly count: number;
  /** Whether each row has one more than the row before it. */
  readonly isCausal: boolean;
  /** What the numbers are multiplied by first. */
  readonly scale: number;
}

/** Running means of gradients and of their squares. */
export interface AdamMoments {
  readonly means: Float32Array;
  readonly squares: Float32Array;
}

/** Coefficients of a step of AdamW: see `stepAdam`. */
export interface AdamCoefficients {
  /** What gradients are multiplied by. */
  readonly scale: number;
  readonly meanDecay: number;
  readonly squareDecay: number;
  /** What undoes that means, and squares, began with 0. */
  readonly meanShare: number;
  readonly squareShare: number;
  readonly epsilon: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Sizes of a product: `[rows, inner] * [inner, columns]`. */
export interface ProductSizes {
  readonly rows: number;
  readonly inner: number;
  /** A multiple of `COLUMN_STEP`. */
  readonly columns: number;
}

/**
 * Memory for arrays of a model, and what works on them. All arrays lie in `buffer` but where something else is said, and their rows are
 * multiples of `COLUMN_STEP`. Every method throws a `RangeError` for arrays of other lengths.
 */
export interface Kernel {
  readonly kind: KernelKind;
  readonly buffer: ArrayBuffer;
  /** Bytes at the beginning of the buffer that are the kernel's own. */
  readonly reservedBytes: number;
  /**
   * `c += a * b`. Columns of `c` lie side by side, and may be more than those of `b`: then nothing is added to them. A row of `c` depends
   * on its own row of `a` alone, whatever others there are.
   */
  multiplyMatrices(a: Matrix, b: Matrix, c: Matrix): void;
  /** The same of whole arrays, row after row. */
  multiply(a: Float32Array, b: Float32Array, c: Float32Array, sizes: ProductSizes): void;
  /** Turns each row into shares, in place. Writes of each row the largest number and the sum of the exponentials to `ends`. */
  softmax(x: Float32Array, ends: Float32Array, rows: SoftmaxRows): void;
  /** Turns the slopes of shares into those of what the softmax was of, in place. */
  softmaxGradient(shares: Float32Array, slopes: Float32Array, rows: Pick<SoftmaxRows, 'stride' | 'scale'>): void;
  /**
   * SwiGLU (Shazeer, 2020, equation 6): `silu(gate) * up`. A row of `gateUp` holds the gates, then the ups; one of `output` has
   * `size` numbers.
   */
  gate(gateUp: Float32Array, output: Float32Array, size: number): void;
  /** The gradient of `gate`, written over `to`. */
  gateGradient(gateUp: Float32Array, gradient: Float32Array, to: Float32Array, size: number): void;
  /**
   * RMSNorm (Zhang and Sennrich, 2019, equation 4) of each row: `output = x / root mean square * weights`, `epsilon` added to the
   * mean square. Writes the scales.
   */
  normalise(arrays: Omit<NormArrays, 'gradient'>, output: Float32Array, epsilon: number): void;
  /** Adds the gradients of `normalise` to those of the weights and of the input. */
  addNormGradients(arrays: NormArrays, to: Pick<NormArrays, 'weights' | 'x'>): void;
  sumOfSquares(x: Float32Array): number;
  /** A step of AdamW (Loshchilov and Hutter, 2019, algorithm 2), in place. The moments may lie anywhere. */
  adam(weights: Float32Array, gradients: Float32Array, moments: AdamMoments, coefficients: AdamCoefficients): void;
}

/** `wasm`: SIMD of WebAssembly. `plain`: JavaScript, some ten times slower, where there is no WebAssembly. */
export type KernelKind = 'wasm' | 'plain';
