import { UsageError } from '@bezoar/core';
import type { TinyLmConfig } from './tiny-lm-config.ts';

/** Sequences of tokens, one after the other. */
export interface Batch {
  readonly ids: Int32Array;
  /** Where each sequence begins, and the end of the last. */
  readonly starts: Int32Array;
  /** Tokens of all of them. */
  readonly tokens: number;
}

/** Packs sequences. Throws a `UsageError` for one that is empty or too long, and for tokens that the model does not have. */
export function createBatch(sequences: readonly (readonly number[])[], config: TinyLmConfig): Batch {
  const tokens = sequences.reduce((sum, { length }) => sum + length, 0);
  const ids = new Int32Array(tokens);
  const starts = new Int32Array(sequences.length + 1);
  let at = 0;
  for (const [index, sequence] of sequences.entries()) {
    if (sequence.length === 0 || sequence.length > config.context) {
      throw new UsageError('tiny-lm/length', `expected 1 to ${config.context} tokens, got ${sequence.length}`);
    }
    starts[index] = at;
    for (const id of sequence) {
      if (!(Number.isInteger(id) && id >= 0 && id < config.vocabulary)) {
        throw new UsageError('tiny-lm/token', `expected a token below ${config.vocabulary}, got ${id}`);
      }
      ids[at++] = id;
    }
  }
  starts[sequences.length] = tokens;
  return { ids, starts, tokens };
}
