import { normaliseText, skeletonOf, wordsOf } from '@bezoar/core';
import type { ViewName } from '../columns/columns.ts';
import { formatTokens } from './format-view.ts';
import { rawTokens } from './raw-view.ts';

/** How a view is mined. */
export interface View {
  readonly tokens: (turn: string) => readonly string[];
  /** Longest phrase that is counted exactly, in tokens. Longer phrases are found through their parts. */
  readonly maxLength: number;
  /** Shortest phrase that means something in this view. */
  readonly minLength: number;
}

/**
 * The four views. Words carry almost every trigger; raw sees what normalisation folds away, so pairs and triples
 * suffice; skeletons mean little below three tokens; format signs are telling alone.
 */
export const VIEWS: Readonly<Record<ViewName, View>> = {
  words: { tokens: wordsOf, minLength: 1, maxLength: 5 },
  raw: { tokens: rawTokens, minLength: 1, maxLength: 3 },
  skeleton: { tokens: (turn) => skeletonOf(normaliseText(turn)), minLength: 3, maxLength: 5 },
  format: { tokens: formatTokens, minLength: 1, maxLength: 3 },
};
