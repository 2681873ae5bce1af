/**
 * Mean cross-entropy of the tokens that came, in nats. Turns the logits, `[wanted, padded]`, into their gradient. Columns from
 * `vocabulary` on are no tokens.
 */
export function crossEntropy(
  logits: Float32Array,
  targets: Int32Array,
  { vocabulary, padded }: { readonly vocabulary: number; readonly padded: number },
): number {
  let loss = 0;
  for (const [row, target] of targets.entries()) {
    const own = logits.subarray(row * padded, (row + 1) * padded);
    let most = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < vocabulary; at++) if (own[at]! > most) most = own[at]!;
    const came = own[target]! - most;
    let total = 0;
    for (let at = 0; at < vocabulary; at++) {
      const one = Math.exp(own[at]! - most);
      own[at] = one;
      total += one;
    }
    loss += Math.log(total) - came;
    const scale = 1 / (total * targets.length);
    for (let at = 0; at < vocabulary; at++) own[at]! *= scale;
    own.fill(0, vocabulary);
    own[target]! -= 1 / targets.length;
  }
  return loss / targets.length;
}
