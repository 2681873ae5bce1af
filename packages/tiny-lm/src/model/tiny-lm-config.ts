import { UsageError } from '@bezoar/core';
import { COLUMN_STEP } from '../kernel/column-step.ts';

/** Shape of a model. */
export interface TinyLmConfig {
  /** Tokens that there are. */
  readonly vocabulary: number;
  /** Numbers of a token's state; a multiple of eight times the heads. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Numbers within a feed-forward layer; a multiple of 8. */
  readonly feedForward: number;
  /** Most tokens of a sequence. */
  readonly context: number;
}

/** Three sizes: with a vocabulary of 512, 2,048 and 4,096 tokens about 0.1, 1 and 8 million parameters. */
export const TINY_LM_SIZES: Readonly<Record<'small' | 'medium' | 'large', Omit<TinyLmConfig, 'vocabulary'>>> = {
  small: { width: 64, layers: 2, heads: 4, feedForward: 128, context: 256 },
  medium: { width: 128, layers: 4, heads: 4, feedForward: 344, context: 512 },
  large: { width: 256, layers: 8, heads: 8, feedForward: 704, context: 512 },
};

/** Rows of the embedding: the vocabulary, filled up to what the kernel works on. */
export function paddedVocabulary({ vocabulary }: TinyLmConfig): number {
  return Math.ceil(vocabulary / COLUMN_STEP) * COLUMN_STEP;
}

/** Throws a `UsageError` that names every fault of a shape. */
export function checkTinyLmConfig(config: TinyLmConfig): void {
  const { width, heads, feedForward } = config;
  const faults = Object.entries(config)
    .filter(([, value]) => !(Number.isSafeInteger(value) && value > 0))
    .map(([name, value]) => `expected \`${name}\` to be a whole number above 0, got ${value}`);
  if (width % (COLUMN_STEP * heads) !== 0) {
    faults.push(`expected \`width\` to be a multiple of ${COLUMN_STEP} times the heads, got ${width}`);
  }
  if (feedForward % COLUMN_STEP !== 0) {
    faults.push(`expected \`feedForward\` to be a multiple of ${COLUMN_STEP}, got ${feedForward}`);
  }
  if (faults.length > 0) throw new UsageError('tiny-lm/config', faults.join('; '));
}
