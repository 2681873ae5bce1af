import { matrixOf, turned } from '../kernel/matrix.ts';
import type { Workspace } from '../kernel/workspace.ts';

/** `[rows, columns]` turned over, as a new array. */
export function transposed(from: Float32Array, rows: number, columns: number, space: Workspace): Float32Array {
  const to = space.floats(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) to[column * rows + row] = from[row * columns + column]!;
  }
  return to;
}

/** `x * weights`, added to `output`. `x` is `[rows, inner]`. */
export function addLinear(
  x: Float32Array,
  weights: Float32Array,
  output: Float32Array,
  { space, rows }: { readonly space: Workspace; readonly rows: number },
): void {
  space.kernel.multiply(x, weights, output, { rows, inner: x.length / rows, columns: output.length / rows });
}

/** Adds the gradients of `addLinear` to those of the weights and of the input. */
export function addLinearGradients(
  {
    x,
    weights,
    gradient,
  }: { readonly x: Float32Array; readonly weights: Float32Array; readonly gradient: Float32Array },
  to: { readonly weights: Float32Array; readonly x: Float32Array },
  { space, rows }: { readonly space: Workspace; readonly rows: number },
): void {
  const [inner, outer] = [x.length / rows, gradient.length / rows];
  const above = matrixOf(gradient, rows, outer);
  space.kernel.multiplyMatrices(turned(matrixOf(x, rows, inner)), above, matrixOf(to.weights, inner, outer));
  space.kernel.multiplyMatrices(above, turned(matrixOf(weights, inner, outer)), matrixOf(to.x, rows, inner));
}
