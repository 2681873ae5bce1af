import { UsageError } from '@bezoar/core';
import { multiplyBytes } from './multiply-bytes.ts';
import { plainMultiply } from './plain-multiply.ts';

const PAGE_BYTES = 65_536;
/** What 32-bit addresses reach. */
const MAX_BYTES: number = 65_536 * PAGE_BYTES;
/** Columns of a product: the kernel works on eight at a time. */
export const COLUMN_STEP = 8;

/** Sizes of a product: `[rows, inner] * [inner, columns]`. */
export interface ProductSizes {
  readonly rows: number;
  readonly inner: number;
  /** A multiple of `COLUMN_STEP`. */
  readonly columns: number;
}

/** Memory for arrays of a model, and what multiplies them. */
export interface Kernel {
  readonly kind: KernelKind;
  readonly buffer: ArrayBuffer;
  /** `c += a * b`, row-major. All three lie in `buffer`. */
  multiply(a: Float32Array, b: Float32Array, c: Float32Array, sizes: ProductSizes): void;
}

/** `wasm`: SIMD of WebAssembly. `plain`: JavaScript, some ten times slower, where there is no WebAssembly. */
export type KernelKind = 'wasm' | 'plain';

/** What is used of WebAssembly (W3C, JavaScript interface), which the types of Node.js leave to those of browsers. */
interface WebAssemblyApi {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { readonly multiply: (...addressesAndSizes: readonly number[]) => void } };
  validate(bytes: Uint8Array): boolean;
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi };

/** A kernel with so many bytes of memory, all zero. Throws a `UsageError` for more than 32-bit addresses reach. */
export function createKernel(bytes: number, kind: KernelKind = defaultKind()): Kernel {
  if (!(bytes >= 0 && bytes <= MAX_BYTES)) {
    throw new UsageError('tiny-lm/too-large', `expected at most ${MAX_BYTES} bytes of memory, got ${bytes}`);
  }
  if (kind === 'plain') {
    return { kind, buffer: new ArrayBuffer(Math.ceil(bytes / 4) * 4), multiply: checked(plainMultiply) };
  }
  if (WebAssembly === undefined) throw new UsageError('tiny-lm/no-web-assembly', 'there is no WebAssembly here');
  const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(multiplyBytes()), { tiny: { memory } });
  return {
    kind,
    buffer: memory.buffer,
    multiply: checked((a, b, c, { rows, inner, columns }) =>
      exports.multiply(a.byteOffset, b.byteOffset, c.byteOffset, rows, inner, columns),
    ),
  };
}

function defaultKind(): KernelKind {
  return WebAssembly?.validate(multiplyBytes()) === true ? 'wasm' : 'plain';
}

/** WebAssembly would read and write whatever lies behind an array that is too short. */
function checked(multiply: Kernel['multiply']): Kernel['multiply'] {
  return (a, b, c, sizes) => {
    const { rows, inner, columns } = sizes;
    const isWhole = a.length === rows * inner && b.length === inner * columns && c.length === rows * columns;
    if (!isWhole || columns % COLUMN_STEP !== 0) {
      const lengths = `${a.length}, ${b.length} and ${c.length}`;
      throw new RangeError(`expected arrays for [${rows}, ${inner}] * [${inner}, ${columns}], got ${lengths} numbers`);
    }
    multiply(a, b, c, sizes);
  };
}
