import type { Matrix } from '../matrix.ts';

/** `c += a * b`: what the kernel in WebAssembly does, in JavaScript. Of `b` it reads along rows, or along columns, as they lie. */
export function plainMultiply(a: Matrix, b: Matrix, c: Matrix): void {
  for (let row = 0; row < a.rows; row++) {
    if (b.columnStep === 1) addRows(a, b, c, row);
    else addProducts(a, b, c, row);
  }
}

function addRows(a: Matrix, b: Matrix, c: Matrix, row: number): void {
  const [values, sums, columns, to] = [b.data, c.data, b.columns, c.start + row * c.rowStep];
  for (let at = 0; at < b.rows; at++) {
    const factor = a.data[a.start + row * a.rowStep + at * a.columnStep]!;
    const from = b.start + at * b.rowStep;
    for (let column = 0; column < columns; column++) sums[to + column]! += factor * values[from + column]!;
  }
}

function addProducts(a: Matrix, b: Matrix, c: Matrix, row: number): void {
  const [factors, values, inner, step, rowStep] = [a.data, b.data, b.rows, a.columnStep, b.rowStep];
  const left = a.start + row * a.rowStep;
  for (let column = 0; column < b.columns; column++) {
    const right = b.start + column * b.columnStep;
    let sum = 0;
    for (let at = 0; at < inner; at++) sum += factors[left + at * step]! * values[right + at * rowStep]!;
    c.data[c.start + row * c.rowStep + column]! += sum;
  }
}
