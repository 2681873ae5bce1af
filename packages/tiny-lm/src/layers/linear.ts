import type { Workspace } from '../kernel/workspace.ts';

/** `[rows, columns]` turned over. */
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
  const inner = x.length / rows;
  space.kernel.multiply(x, weights, output, { rows, inner, columns: output.length / rows });
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
  const inner = x.length / rows;
  const outer = gradient.length / rows;
  space.during(() => {
    const turned = transposed(x, rows, inner, space);
    space.kernel.multiply(turned, gradient, to.weights, { rows: inner, inner: rows, columns: outer });
  });
  space.during(() => {
    const turned = transposed(weights, inner, outer, space);
    space.kernel.multiply(gradient, turned, to.x, { rows, inner: outer, columns: inner });
  });
}
