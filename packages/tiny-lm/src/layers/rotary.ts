import type { Batch } from '../model/batch.ts';
import type { TinyLm } from '../model/tiny-lm.ts';

/** Base of the angles, as in Llama. */
export const ROTARY_BASE = 10_000;

/** Cosines and sines of every position and pair: `[context, headSize / 2]`. */
export interface RotaryTable {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
}

/** The table of RoPE (Su et al., 2021, equation 15). */
export function createRotaryTable(context: number, headSize: number): RotaryTable {
  const pairs = headSize / 2;
  const cosines = new Float32Array(context * pairs);
  const sines = new Float32Array(context * pairs);
  for (let position = 0; position < context; position++) {
    for (let pair = 0; pair < pairs; pair++) {
      const angle = position / ROTARY_BASE ** ((2 * pair) / headSize);
      cosines[position * pairs + pair] = Math.cos(angle);
      sines[position * pairs + pair] = Math.sin(angle);
    }
  }
  return { cosines, sines };
}

/**
 * Turns each pair of neighbours of queries and keys by the angle of its position, in place; `isBack` turns gradients back.
 * `queryKeyValue` is `[tokens, 3 * width]`; the first token of each sequence stands at position `past`.
 */
export function rotate(
  queryKeyValue: Float32Array,
  { starts, tokens }: Pick<Batch, 'starts' | 'tokens'>,
  {
    model,
    past,
    isBack,
  }: { readonly model: Pick<TinyLm, 'config' | 'rotary'>; readonly past: number; readonly isBack: boolean },
): void {
  let start = 0;
  let next = 1;
  for (let token = 0; token < tokens; token++) {
    if (token === starts[next]) {
      start = token;
      next++;
    }
    rotateToken(queryKeyValue, token, past + token - start, { model, isBack });
  }
}

/** `rotate` of one token, the `token`th of the array, which stands at `position` of its sequence. */
export function rotateToken(
  queryKeyValue: Float32Array,
  token: number,
  position: number,
  { model, isBack }: { readonly model: Pick<TinyLm, 'config' | 'rotary'>; readonly isBack: boolean },
): void {
  const { width, heads } = model.config;
  const { cosines, sines } = model.rotary;
  const pairs = width / heads / 2;
  const direction = isBack ? -1 : 1;
  const angles = position * pairs;
  // Queries and keys lie side by side: twice the heads.
  for (let head = 0; head < 2 * heads; head++) {
    const from = token * 3 * width + head * 2 * pairs;
    for (let pair = 0; pair < pairs; pair++) {
      const cosine = cosines[angles + pair]!;
      const sine = sines[angles + pair]! * direction;
      const even = queryKeyValue[from + 2 * pair]!;
      const odd = queryKeyValue[from + 2 * pair + 1]!;
      queryKeyValue[from + 2 * pair] = even * cosine - odd * sine;
      queryKeyValue[from + 2 * pair + 1] = even * sine + odd * cosine;
    }
  }
}
