/** One array of a safetensors file. */
export interface SafeTensor {
  readonly name: string;
  /** Outermost first; the product is the number of values. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a safetensors file says. */
export interface SafetensorsFile {
  /** In the order in which their values lie. */
  readonly tensors: readonly SafeTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Key of the header under which texts stand, where tensors have their names. */
export const METADATA_KEY = '__metadata__';

/** Bytes of the length that a file begins with. */
export const LENGTH_BYTES = 8;

/** Numbers that a shape multiplies to. */
export function countValues(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
