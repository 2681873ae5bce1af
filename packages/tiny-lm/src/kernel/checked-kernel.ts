import { COLUMN_STEP } from './column-step.ts';
import type { Kernel, SoftmaxRows } from './kernel.ts';
import { checkMatrix, type Matrix, matrixOf } from './matrix.ts';

/** A kernel that checks nothing. */
export type BareKernel = Omit<Kernel, 'multiply'>;

/** The same kernel, that refuses arrays which do not fit: WebAssembly would read and write whatever lies behind one that is too short. */
export function checkedKernel(kernel: BareKernel): Kernel {
  const multiplyMatrices = (a: Matrix, b: Matrix, c: Matrix): void => {
    checkProduct(a, b, c);
    kernel.multiplyMatrices(a, b, c);
  };
  return {
    kind: kernel.kind,
    buffer: kernel.buffer,
    reservedBytes: kernel.reservedBytes,
    multiplyMatrices,
    multiply: (a, b, c, { rows, inner, columns }) => {
      checkLength(rows * inner, a);
      checkLength(inner * columns, b);
      checkLength(rows * columns, c);
      multiplyMatrices(matrixOf(a, rows, inner), matrixOf(b, inner, columns), matrixOf(c, rows, columns));
    },
    softmax: (x, ends, rows) => {
      checkLengths(2 * countRows(x, rows.stride), ends);
      checkCounts(x.length / rows.stride, rows);
      kernel.softmax(x, ends, rows);
    },
    softmaxGradient: (shares, slopes, rows) => {
      countRows(shares, rows.stride);
      checkLengths(shares.length, slopes);
      kernel.softmaxGradient(shares, slopes, rows);
    },
    gate: (gateUp, output, size) => {
      countRows(output, size);
      checkLengths(2 * output.length, gateUp);
      kernel.gate(gateUp, output, size);
    },
    gateGradient: (gateUp, gradient, to, size) => {
      countRows(gradient, size);
      checkLengths(2 * gradient.length, gateUp, to);
      kernel.gateGradient(gateUp, gradient, to, size);
    },
    normalise: (arrays, output, epsilon) => {
      checkLengths(countRows(arrays.x, arrays.weights.length), arrays.scales);
      checkLengths(arrays.x.length, output);
      kernel.normalise(arrays, output, epsilon);
    },
    addNormGradients: (arrays, to) => {
      checkLengths(countRows(arrays.x, arrays.weights.length), arrays.scales);
      checkLengths(arrays.x.length, arrays.gradient, to.x);
      checkLengths(arrays.weights.length, to.weights);
      kernel.addNormGradients(arrays, to);
    },
    sumOfSquares: (x) => {
      countRows(x, COLUMN_STEP);
      return kernel.sumOfSquares(x);
    },
    adam: (weights, gradients, moments, coefficients) => {
      countRows(weights, COLUMN_STEP);
      checkLengths(weights.length, gradients, moments.means, moments.squares);
      kernel.adam(weights, gradients, moments, coefficients);
    },
  };
}

function checkProduct(a: Matrix, b: Matrix, c: Matrix): void {
  checkMatrix(a);
  checkMatrix(b);
  checkMatrix(c);
  const isProduct = a.columns === b.rows && a.rows === c.rows && b.columns <= c.columns;
  if (!isProduct || c.columnStep !== 1 || c.columns % COLUMN_STEP !== 0) {
    const [sizesA, sizesB, sizesC] = [a, b, c].map(({ rows, columns }) => `[${rows}, ${columns}]`);
    throw new RangeError(`expected sizes that can be multiplied, got ${sizesA} * ${sizesB} for ${sizesC}`);
  }
}

function countRows(array: Float32Array, size: number): number {
  const rows = array.length / size;
  if (!Number.isInteger(rows) || !(size > 0) || size % COLUMN_STEP !== 0) {
    throw new RangeError(`expected rows of ${size} numbers, a multiple of ${COLUMN_STEP}, got ${array.length} numbers`);
  }
  return rows;
}

function checkLengths(length: number, ...arrays: readonly Float32Array[]): void {
  for (const array of arrays) checkLength(length, array);
}

function checkLength(length: number, array: Float32Array): void {
  if (array.length !== length) throw new RangeError(`expected ${length} numbers, got ${array.length}`);
}

function checkCounts(rows: number, { stride, count, isCausal }: SoftmaxRows): void {
  const last = isCausal ? count + rows - 1 : count;
  if (!(Number.isInteger(count) && count >= 1 && last <= stride)) {
    throw new RangeError(`expected 1 to ${stride} numbers to share, got ${count} to ${last}`);
  }
}
