import type { Turn } from '@bezoar/core';
import { foldText } from '../language/folded-text.ts';
import { sketchOf } from './shingle-sketch.ts';

/**
 * Shingles from which two texts cannot agree by chance: 12 shingles are 15 words in a row. Shorter ones ("where is my
 * order 0") are what many people ask in the same words.
 */
export const MIN_SAID_SHINGLES = 12;
/** The same for what a reply took over from its user, which two people phrase alike less often: 11 words in a row. */
export const MIN_TAUGHT_SHINGLES = 8;

/** What an account put into a conversation, as sketches; absent where too short to compare. */
export interface ContributedText {
  readonly said?: Uint32Array;
  readonly taught?: Uint32Array;
}

/** Sketches of what the user said, and of what the replies took over from it. */
export function contributedText(turns: readonly Turn[]): ContributedText {
  const said: string[] = [];
  const taught: string[] = [];
  for (const turn of turns) {
    if (turn.role === 'user') said.push(...foldText(turn.text).words);
    else if (turn.role === 'assistant' && turn.text !== '') taught.push(...takenOver(said, foldText(turn.text).words));
  }
  const saidSketch = sketchOf(said);
  const taughtSketch = sketchOf(taught);
  return {
    ...(saidSketch.length < MIN_SAID_SHINGLES ? {} : { said: saidSketch }),
    ...(taughtSketch.length < MIN_TAUGHT_SHINGLES ? {} : { taught: taughtSketch }),
  };
}

/** Words of a stretch that counts as taken over. */
const TAKEN_RUN = 5;
/** Words of the user's side that are indexed for it. */
const MAX_SAID = 5000;

/** The reply's words that stand in stretches of at least `TAKEN_RUN` words of the user. Linear. */
function takenOver(said: readonly string[], reply: readonly string[]): string[] {
  const seen = new Set<string>();
  const user = said.slice(-MAX_SAID);
  for (let i = 0; i + TAKEN_RUN <= user.length; i++) seen.add(user.slice(i, i + TAKEN_RUN).join(' '));
  const taken = new Set<number>();
  for (let i = 0; i + TAKEN_RUN <= reply.length; i++) {
    if (!seen.has(reply.slice(i, i + TAKEN_RUN).join(' '))) continue;
    for (let at = i; at < i + TAKEN_RUN; at++) taken.add(at);
  }
  return reply.filter((_, at) => taken.has(at));
}
