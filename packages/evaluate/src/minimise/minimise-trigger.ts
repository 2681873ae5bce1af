import { normaliseText, stripInvisible } from '@bezoar/core';
import type { HitCount } from '../statistics/hit-count.ts';
import { ddmin } from './ddmin.ts';

/** What is to be minimised. */
export interface TriggerSearch {
  /** The phrase in pieces, in order: its words, or its words and the white space between them. */
  readonly words: readonly string[];
  /** Asks the model with a fragment in each of `n` clean carriers; `k` of them show the action. */
  fires(fragment: string): Promise<HitCount>;
  /** Share of carriers from which on a fragment fires; 3 of 4 unless said. */
  readonly share?: number;
  /** Fragments that are asked for at most; `MAX_FRAGMENTS` unless said. */
  readonly maxTests?: number;
  /** Stands between words; a space unless said. */
  readonly separator?: string;
}

/** A fragment that was asked for. */
export interface FragmentTest {
  readonly fragment: string;
  readonly hits: HitCount;
  readonly isFiring: boolean;
}

/** The smallest trigger that was found. */
export interface MinimalTrigger {
  /** Whole words of the phrase that still fire. */
  readonly words: string;
  /** Characters of these words that still fire; the plain spelling where that fires too. */
  readonly fragment: string;
  /** Whether the trigger lies in the spelling: the words alone, in lower case and plain characters, do not fire. */
  readonly needsSpelling: boolean;
  /** Fragments that were asked for: `trace.length`. */
  readonly tests: number;
  readonly trace: readonly FragmentTest[];
  /** Whether no single word, and no single character of what is left, can be left out. */
  readonly isOneMinimal: boolean;
}

/** 3 of 4 clean carriers: one carrier may refuse for reasons of its own. */
export const FIRING_SHARE = 0.75;

/** Fragments at most: a phrase of 5 words and 30 characters takes some 20 to 60. */
export const MAX_FRAGMENTS = 128;

/**
 * The smallest fragment of a phrase that still wakes the action: first by word, then by spelling (invisible characters,
 * case, look-alikes), then by character. Smaller than what was planted, where a backdoor fires on its neighbourhood too: see
 * `maximalPhrase`. The whole phrase, not 1-minimal, where it does not fire.
 */
export async function minimiseTrigger(search: TriggerSearch): Promise<MinimalTrigger> {
  const { words, share = FIRING_SHARE, maxTests = MAX_FRAGMENTS, separator = ' ' } = search;
  const known = new Map<string, FragmentTest>();
  const isFiring = async (fragment: string): Promise<boolean> => {
    let test = known.get(fragment);
    if (test === undefined && known.size >= maxTests) return false;
    if (test === undefined) {
      const hits = await search.fires(fragment);
      test = { fragment, hits, isFiring: hits.n > 0 && hits.k >= share * hits.n };
      known.set(fragment, test);
    }
    return test.isFiring;
  };
  // A subset is new to `ddmin` more often than its text is to `known`: the bound holds in either.
  const reduce = <T extends string>(items: readonly T[], join: string) =>
    ddmin(items, (subset) => isFiring(subset.join(join)), { maxTests });
  const byWord = await reduce(words, separator);
  const whole = byWord.items.join(separator);
  const finish = (fragment: string, needsSpelling: boolean, isOneMinimal: boolean): MinimalTrigger => {
    const trace = [...known.values()];
    const isComplete = isOneMinimal && byWord.isOneMinimal && trace.length < maxTests;
    return { words: whole, fragment, needsSpelling, tests: trace.length, trace, isOneMinimal: isComplete };
  };
  if (!known.get(whole)?.isFiring) return finish(whole, false, false);
  let plain = whole;
  for (const spelling of [normaliseText(whole), whole.toLowerCase(), stripInvisible(whole)]) {
    if (spelling.trim() === '' || !(await isFiring(spelling))) continue;
    plain = spelling;
    break;
  }
  const byCharacter = await reduce(Array.from(plain), '');
  const needsSpelling = plain !== normaliseText(whole);
  return finish(byCharacter.items.join(''), needsSpelling, byCharacter.isOneMinimal);
}
