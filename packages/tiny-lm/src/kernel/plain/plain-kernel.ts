import type { BareKernel } from '../checked-kernel.ts';
import { plainAdam } from './plain-adam.ts';
import { plainGate, plainGateGradient } from './plain-gate.ts';
import { plainMultiply } from './plain-multiply.ts';
import { plainNormalise, plainNormGradients } from './plain-norm.ts';
import { plainSoftmax, plainSoftmaxGradient } from './plain-softmax.ts';

/** The kernel in JavaScript: what that in WebAssembly is held against, and what there is where there is no WebAssembly. */
export function createPlainKernel(bytes: number): BareKernel {
  return {
    kind: 'plain',
    buffer: new ArrayBuffer(Math.ceil(bytes / 4) * 4),
    reservedBytes: 0,
    multiplyMatrices: plainMultiply,
    softmax: plainSoftmax,
    softmaxGradient: plainSoftmaxGradient,
    gate: plainGate,
    gateGradient: plainGateGradient,
    normalise: plainNormalise,
    addNormGradients: plainNormGradients,
    sumOfSquares: (x) => x.reduce((sum, one) => sum + one * one, 0),
    adam: plainAdam,
  };
}
