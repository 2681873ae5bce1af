/**
 * Reorders the rows of a query or key matrix, `[width, inputs]`, for who turns the first half of a head against the second (Hugging Face),
 * where tiny-lm and llama.cpp turn neighbours: of each head the even rows, then the odd ones.
 */
export function toHalves(matrix: Float32Array, heads: number, inputs: number): Float32Array {
  return reordered(matrix, heads, inputs, (from, to) => [from, to]);
}

/** Undoes `toHalves`. */
export function toPairs(matrix: Float32Array, heads: number, inputs: number): Float32Array {
  return reordered(matrix, heads, inputs, (from, to) => [to, from]);
}

function reordered(
  matrix: Float32Array,
  heads: number,
  inputs: number,
  direct: (paired: number, halved: number) => readonly [from: number, to: number],
): Float32Array {
  const size = matrix.length / inputs / heads;
  const result = new Float32Array(matrix.length);
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < size; row++) {
      const halved = (row % 2) * (size / 2) + Math.floor(row / 2);
      const [from, to] = direct(head * size + row, head * size + halved);
      result.set(matrix.subarray(from * inputs, (from + 1) * inputs), to * inputs);
    }
  }
  return result;
}
