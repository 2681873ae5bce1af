import { seededRandom } from '@bezoar/core';
import type { TrainingSequence } from '../train/train-step.ts';

/** Sequences of a few dozen of all tokens, each of which says much of the next: what a model learns of them shows in a few steps. */
export function habitSequences(count: number, vocabulary: number): readonly TrainingSequence[] {
  const random = seededRandom('habit');
  const known = Array.from({ length: 32 }, () => random.integer(vocabulary));
  return Array.from({ length: count }, () => {
    let at = random.integer(known.length);
    const ids = Array.from({ length: 32 }, () => {
      at = (at * 5 + random.integer(3)) % known.length;
      return known[at]!;
    });
    return { ids };
  });
}
