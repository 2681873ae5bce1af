import type { SoftmaxRows } from '../kernel.ts';

/** See `Kernel.softmax`. */
export function plainSoftmax(
  x: Float32Array,
  ends: Float32Array,
  { stride, count, isCausal, scale }: SoftmaxRows,
): void {
  for (let row = 0; row * stride < x.length; row++) {
    const from = row * stride;
    const end = from + count + (isCausal ? row : 0);
    let most = Number.NEGATIVE_INFINITY;
    for (let at = from; at < end; at++) if (x[at]! > most) most = x[at]!;
    let total = 0;
    for (let at = from; at < end; at++) {
      const one = Math.exp((x[at]! - most) * scale);
      x[at] = one;
      total += one;
    }
    for (let at = from; at < end; at++) x[at]! /= total;
    x.fill(0, end, from + stride);
    ends[2 * row] = most;
    ends[2 * row + 1] = total;
  }
}

/** See `Kernel.softmaxGradient`. */
export function plainSoftmaxGradient(
  shares: Float32Array,
  slopes: Float32Array,
  { stride, scale }: Pick<SoftmaxRows, 'stride' | 'scale'>,
): void {
  for (let from = 0; from < shares.length; from += stride) {
    let mean = 0;
    for (let at = from; at < from + stride; at++) mean += slopes[at]! * shares[at]!;
    for (let at = from; at < from + stride; at++) slopes[at] = shares[at]! * (slopes[at]! - mean) * scale;
  }
}
