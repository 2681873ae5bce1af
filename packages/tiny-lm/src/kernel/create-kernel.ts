import { UsageError } from '@bezoar/core';
import { checkedKernel } from './checked-kernel.ts';
import type { Kernel, KernelKind } from './kernel.ts';
import { createPlainKernel } from './plain/plain-kernel.ts';
import { createWasmKernel, hasWebAssembly, MAX_WASM_BYTES } from './wasm-kernel.ts';

/** A kernel with so many bytes of memory, all zero. Throws a `UsageError` for more than 32-bit addresses reach. */
export function createKernel(bytes: number, kind: KernelKind = hasWebAssembly() ? 'wasm' : 'plain'): Kernel {
  if (!(bytes >= 0 && bytes <= MAX_WASM_BYTES)) {
    throw new UsageError('tiny-lm/too-large', `expected at most ${MAX_WASM_BYTES} bytes of memory, got ${bytes}`);
  }
  return checkedKernel(kind === 'plain' ? createPlainKernel(bytes) : createWasmKernel(bytes));
}
