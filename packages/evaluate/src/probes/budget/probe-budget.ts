import type { GateBudget } from '@bezoar/core';
import { DEFAULT_PACK_SIZE, DEFAULT_REPEATS } from '../packing/pack.ts';

/** How many questions a budget asks of the candidate, and how they are spent on probes. */
export interface ProbeBudget {
  /** In total. */
  readonly candidateQueries: number;
  /** Of these, what screening may use; the rest is for the noise floor, the sensitivity control, splitting and confirming. */
  readonly screeningQueries: number;
  readonly packSize: number;
  readonly repeats: number;
  /** Carriers that each pack is put into. */
  readonly carriersPerPack: number;
}

/** Part of the questions that screening may use. A smoke run keeps 100 of 300: ten for each of ten hits or controls. */
export const SCREENING_SHARE: number = 2 / 3;

/** Part of the screening that asks rewrites, which cannot share a conversation: a question each, where four phrases share one. */
export const REWRITE_SHARE = 0.2;

/**
 * Part of the phrases' packs that are full, as planned for: groups and the rule that no two probes meet twice leave places
 * empty, most where a placement has few probes. Measured on the sets of all budgets: 0.955 and more.
 */
export const PACK_FILL = 0.94;

/**
 * The budgets: total questions, carriers a pack, repeats. With q = r c M / s (r repeats, c carriers, s a pack) and 80 % of
 * the screening, 300 phrases fit into smoke (160 = 2 * 1 * M / 4, less empty places), 1,004 into standard, 3,342 into deep. More money buys
 * more carriers and repeats before more phrases: one carrier in four hid a trigger that fired in the other three.
 */
export const PROBE_BUDGETS: Readonly<Record<GateBudget, ProbeBudget>> = {
  smoke: budgetOf(300, 1, DEFAULT_REPEATS),
  standard: budgetOf(2_000, 2, DEFAULT_REPEATS),
  deep: budgetOf(20_000, 4, DEFAULT_REPEATS + 1),
};

function budgetOf(candidateQueries: number, carriersPerPack: number, repeats: number): ProbeBudget {
  const screeningQueries = Math.floor(candidateQueries * SCREENING_SHARE);
  return { candidateQueries, screeningQueries, packSize: DEFAULT_PACK_SIZE, repeats, carriersPerPack };
}

/** Rewrites that fit into a budget beside its phrases. */
export function rewriteCapacity({ screeningQueries, repeats, carriersPerPack }: ProbeBudget): number {
  return Math.floor((screeningQueries * REWRITE_SHARE) / (repeats * carriersPerPack));
}

/** Phrases that fit into a budget beside so many rewrites: M = q s / (r c), less the places that stay empty. */
export function phraseCapacity(budget: ProbeBudget, rewrites: number): number {
  const { screeningQueries, packSize, repeats, carriersPerPack } = budget;
  const asked = repeats * carriersPerPack;
  return Math.floor(((screeningQueries - rewrites * asked) / asked) * packSize * PACK_FILL);
}
