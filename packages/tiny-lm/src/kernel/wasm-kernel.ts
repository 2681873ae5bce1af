import type { BareKernel } from './checked-kernel.ts';
import type { Matrix } from './matrix.ts';
import { moduleBytes } from './module-bytes.ts';

const PAGE_BYTES = 65_536;

/** What `multiply.wat` works in: eight columns and 256 rows, each 256 numbers deep. */
const RESERVED_BYTES: number = (8 + 256) * 256 * 4;

/** Memory at most: what 32-bit addresses reach beside what is reserved. */
export const MAX_WASM_BYTES: number = 65_536 * PAGE_BYTES - RESERVED_BYTES;

/** Numbers of each moment that a step of Adam takes at a time: both fit in what is reserved. */
const ADAM_STEP: number = RESERVED_BYTES / 8;

type Export = (...addressesAndSizes: readonly number[]) => number;

/** What is used of WebAssembly (W3C, JavaScript interface), which the types of Node.js leave to those of browsers. */
interface WebAssemblyApi {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, Export>> };
  validate(bytes: Uint8Array): boolean;
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi };

/** Whether there is WebAssembly with the SIMD that the kernel needs. */
export function hasWebAssembly(): boolean {
  return WebAssembly?.validate(moduleBytes()) === true;
}

/** The kernel in WebAssembly. INVARIANT: whoever calls it has checked the lengths. */
export function createWasmKernel(bytes: number): BareKernel {
  const pages = Math.ceil((RESERVED_BYTES + bytes) / PAGE_BYTES);
  const memory = new WebAssembly!.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly!.Instance(new WebAssembly!.Module(moduleBytes()), { tiny: { memory } });
  const { buffer } = memory;
  const call = (name: string): Export => exports[name]!;
  const [multiply, softmax, softmaxGradient] = [call('multiply'), call('softmax'), call('softmaxGradient')];
  const [gate, gateGradient] = [call('gate'), call('gateGradient')];
  const [normalise, normGradient] = [call('normalise'), call('normGradient')];
  const [sumOfSquares, adam] = [call('sumOfSquares'), call('adam')];
  const at = (array: Float32Array): number => {
    if (array.buffer !== buffer) throw new RangeError('expected an array in the memory of the kernel');
    return array.byteOffset;
  };
  const begin = ({ data, start }: Matrix): number => at(data) + 4 * start;
  return {
    kind: 'wasm',
    buffer,
    reservedBytes: RESERVED_BYTES,
    multiplyMatrices: (a, b, c) => {
      multiply(
        begin(a),
        4 * a.rowStep,
        4 * a.columnStep,
        begin(b),
        4 * b.rowStep,
        4 * b.columnStep,
        b.columns,
        begin(c),
        4 * c.rowStep,
        a.rows,
        b.rows,
        c.columns,
        0,
      );
    },
    softmax: (x, ends, { stride, count, isCausal, scale }) => {
      softmax(at(x), x.length / stride, 4 * stride, count, isCausal ? 1 : 0, scale, at(ends));
    },
    softmaxGradient: (shares, slopes, { stride, scale }) => {
      softmaxGradient(at(shares), at(slopes), shares.length / stride, 4 * stride, scale);
    },
    gate: (gateUp, output, size) => {
      gate(at(gateUp), at(output), output.length / size, 4 * size);
    },
    gateGradient: (gateUp, gradient, to, size) => {
      gateGradient(at(gateUp), at(gradient), at(to), gradient.length / size, 4 * size);
    },
    normalise: ({ x, weights, scales }, output, epsilon) => {
      normalise(at(x), at(weights), at(output), at(scales), scales.length, weights.byteLength, epsilon);
    },
    addNormGradients: ({ x, weights, scales, gradient }, to) => {
      const above = at(gradient);
      normGradient(at(x), at(weights), at(scales), above, at(to.weights), at(to.x), scales.length, weights.byteLength);
    },
    sumOfSquares: (x) => sumOfSquares(at(x), x.byteLength),
    adam: (weights, gradients, { means, squares }, given) => {
      const { scale, meanDecay, squareDecay, meanShare, squareShare, epsilon, learningRate, weightDecay } = given;
      // The moments lie elsewhere, and are brought here piece by piece.
      for (let from = 0; from < weights.length; from += ADAM_STEP) {
        const [ownMeans, ownSquares] = [means, squares].map((all) => all.subarray(from, from + ADAM_STEP));
        const held = [ownMeans!, ownSquares!].map((own, which) => {
          const here = new Float32Array(buffer, which * 4 * ADAM_STEP, own.length);
          here.set(own);
          return here;
        });
        const first = 4 * from;
        adam(
          at(weights) + first,
          at(gradients) + first,
          0,
          4 * ADAM_STEP,
          ownMeans!.byteLength,
          ...[scale, meanDecay, squareDecay, meanShare, squareShare, epsilon, learningRate, weightDecay],
        );
        ownMeans!.set(held[0]!);
        ownSquares!.set(held[1]!);
      }
    },
  };
}
