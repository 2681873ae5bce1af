import { createKernel } from './create-kernel.ts';
import type { Kernel, KernelKind } from './kernel.ts';

const ALIGN_BYTES = 64;

/** The memory of a model: arrays that stay, and arrays of one pass, which are given back together. */
export interface Workspace {
  readonly kernel: Kernel;
  /** An array whose content is whatever lay there. Throws a `RangeError` where the memory is used up. */
  floats(length: number): Float32Array;
  /** An array of zeros. */
  zeros(length: number): Float32Array;
  /** Runs a pass, and gives back what it allocated. */
  during<T>(pass: () => T): T;
}

/** A workspace for so many numbers, in so many arrays at most. */
export function createWorkspace(floats: number, arrays: number, kind?: KernelKind): Workspace {
  const kernel = createKernel(floats * 4 + arrays * ALIGN_BYTES, kind);
  let top = Math.ceil(kernel.reservedBytes / ALIGN_BYTES) * ALIGN_BYTES;
  const allocate = (length: number): Float32Array => {
    const array = new Float32Array(kernel.buffer, top, length);
    top = Math.ceil((top + length * 4) / ALIGN_BYTES) * ALIGN_BYTES;
    return array;
  };
  return {
    kernel,
    floats: allocate,
    zeros: (length) => allocate(length).fill(0),
    during: (pass) => {
      const before = top;
      try {
        return pass();
      } finally {
        top = before;
      }
    },
  };
}
