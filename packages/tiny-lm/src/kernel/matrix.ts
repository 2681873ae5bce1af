/** Numbers of an array, read as rows and columns. */
export interface Matrix {
  readonly data: Float32Array;
  /** Place of the first number. */
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  /** From a row to the next, in numbers. */
  readonly rowStep: number;
  /** From a column to the next, in numbers. */
  readonly columnStep: number;
}

/** A whole array, row after row. */
export function matrixOf(data: Float32Array, rows: number, columns: number): Matrix {
  return { data, start: 0, rows, columns, rowStep: columns, columnStep: 1 };
}

/** Some columns of some rows of an array whose rows have `rowStep` numbers. */
export function partOf(
  data: Float32Array,
  part: { readonly start: number; readonly rows: number; readonly columns: number; readonly rowStep: number },
): Matrix {
  return { data, columnStep: 1, ...part };
}

/** Rows as columns, without moving a number. */
export function turned({ data, start, rows, columns, rowStep, columnStep }: Matrix): Matrix {
  return { data, start, rows: columns, columns: rows, rowStep: columnStep, columnStep: rowStep };
}

/** Throws a `RangeError` where a matrix has numbers beyond its array, or steps that are not whole. */
export function checkMatrix({ data, start, rows, columns, rowStep, columnStep }: Matrix): void {
  const last = start + Math.max(0, rows - 1) * rowStep + Math.max(0, columns - 1) * columnStep;
  const isEmpty = rows === 0 || columns === 0;
  // One by one: this is asked for each of the thousands of small products of a step.
  const areWhole = isWhole(start) && isWhole(rows) && isWhole(columns) && isWhole(rowStep) && isWhole(columnStep);
  if (!areWhole || !(isEmpty || last < data.length)) {
    throw new RangeError(`expected [${rows}, ${columns}] within ${data.length} numbers, got one at place ${last}`);
  }
}

function isWhole(number: number): boolean {
  return Number.isInteger(number) && number >= 0;
}
