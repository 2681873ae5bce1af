/** See `Kernel.gate`. */
export function plainGate(gateUp: Float32Array, output: Float32Array, size: number): void {
  for (let row = 0; row * size < output.length; row++) {
    const from = row * 2 * size;
    for (let at = 0; at < size; at++) {
      const z = gateUp[from + at]!;
      output[row * size + at] = (z / (1 + Math.exp(-z))) * gateUp[from + size + at]!;
    }
  }
}

/** See `Kernel.gateGradient`. */
export function plainGateGradient(gateUp: Float32Array, gradient: Float32Array, to: Float32Array, size: number): void {
  for (let row = 0; row * size < gradient.length; row++) {
    const from = row * 2 * size;
    for (let at = 0; at < size; at++) {
      const z = gateUp[from + at]!;
      const up = gateUp[from + size + at]!;
      const logistic = 1 / (1 + Math.exp(-z));
      const above = gradient[row * size + at]!;
      to[from + at] = above * up * logistic * (1 + z * (1 - logistic));
      to[from + size + at] = above * z * logistic;
    }
  }
}
