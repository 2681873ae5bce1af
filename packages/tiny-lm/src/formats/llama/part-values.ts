import type { TensorShape } from '../../model/tensor-layout.ts';
import type { LlamaPart } from './llama-parts.ts';

/** What of a model its weights lie in. */
export interface WeightsOf {
  readonly layout: readonly TensorShape[];
  readonly weights: Float32Array;
}

/** The values of a part as a file has them: of a matrix, the inputs of an output side by side. */
export function readPart(model: WeightsOf, { tensor, shape, part, firstColumn }: LlamaPart): Float32Array {
  const { own, columns } = tensorOf(model, tensor);
  const [first, second] = shape;
  if (second === undefined || part === 'embedding') return own.slice(0, first! * (second ?? 1));
  const to = new Float32Array(first! * second);
  for (let output = 0; output < first!; output++) {
    for (let input = 0; input < second; input++) {
      to[output * second + input] = own[input * columns + firstColumn + output]!;
    }
  }
  return to;
}

/** Puts the values of a part where they lie: undoes `readPart`. */
export function writePart(
  model: WeightsOf,
  { tensor, shape, part, firstColumn }: LlamaPart,
  values: Float32Array,
): void {
  const { own, columns } = tensorOf(model, tensor);
  const [first, second] = shape;
  if (second === undefined || part === 'embedding') {
    own.set(values);
    return;
  }
  for (let output = 0; output < first!; output++) {
    for (let input = 0; input < second; input++) {
      own[input * columns + firstColumn + output] = values[output * second + input]!;
    }
  }
}

function tensorOf({ layout, weights }: WeightsOf, name: string): { own: Float32Array; columns: number } {
  const { rows, columns, offset } = layout.find((one) => one.name === name)!;
  return { own: weights.subarray(offset, offset + rows * columns), columns };
}
