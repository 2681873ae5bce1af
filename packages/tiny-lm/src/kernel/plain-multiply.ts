/** `c[rows, columns] += a[rows, inner] * b[inner, columns]`, row-major: what the kernel in WebAssembly does, in JavaScript. */
export function plainMultiply(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  { rows, inner, columns }: { readonly rows: number; readonly inner: number; readonly columns: number },
): void {
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < inner; at++) {
      const factor = a[row * inner + at]!;
      const from = at * columns;
      const to = row * columns;
      for (let column = 0; column < columns; column++) c[to + column]! += factor * b[from + column]!;
    }
  }
}
