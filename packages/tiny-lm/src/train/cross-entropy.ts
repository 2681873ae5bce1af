import type { Workspace } from '../kernel/workspace.ts';

/**
 * Mean cross-entropy of the tokens that came, in nats. Turns the logits, `[wanted, padded]`, into their gradient. Columns from
 * `vocabulary` on are no tokens.
 */
export function crossEntropy(
  logits: Float32Array,
  targets: Int32Array,
  { vocabulary, padded, space }: { readonly vocabulary: number; readonly padded: number; readonly space: Workspace },
): number {
  const came = Float64Array.from(targets, (target, row) => logits[row * padded + target]!);
  let loss = 0;
  space.during(() => {
    const ends = space.floats(2 * targets.length);
    space.kernel.softmax(logits, ends, { stride: padded, count: vocabulary, isCausal: false, scale: 1 });
    for (let row = 0; row < targets.length; row++) loss += Math.log(ends[2 * row + 1]!) - (came[row]! - ends[2 * row]!);
  });
  const share = 1 / targets.length;
  for (const [row, target] of targets.entries()) logits[row * padded + target]! -= 1;
  for (let at = 0; at < logits.length; at++) logits[at]! *= share;
  return loss * share;
}
