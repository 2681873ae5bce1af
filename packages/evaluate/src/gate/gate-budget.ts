import type { GateBudget } from '@bezoar/core';
import { PROBE_BUDGETS } from '../probes/budget/probe-budget.ts';

/** How many questions a gate may put to the candidate, and how it divides them. */
export interface BudgetPlan {
  /** Questions to the candidate in all. */
  readonly questions: number;
  /** Carriers, at most: each is asked bare of every model. */
  readonly carriers: number;
  /** Of these: measuring noise. */
  readonly noise: number;
  /** Prompts of the screening. */
  readonly screening: number;
  /** Questions of the comparison with references on single phrases. */
  readonly comparison: number;
  /** User turns that are sampled from the bare template, some 40 short questions each and not counted among the others. */
  readonly leak: number;
  /** Packs of each size that the positive control is asked. */
  readonly controlPacks: number;
  /** Hits that are isolated, at most. */
  readonly isolations: number;
  /** Confirmed triggers that are made smaller and varied, at most; fragments of one that are tried, and variants. */
  readonly minimisations: number;
  readonly minimisingTests: number;
  readonly variants: number;
}

/**
 * The budgets. Of the questions about a twentieth measures noise, six tenths screen, a tenth compares with the references, and a
 * quarter is kept for what is found: a trigger takes about 20 questions to isolate and confirm, 60 to make small, 60 to vary.
 */
export const BUDGETS: Readonly<Record<GateBudget, BudgetPlan>> = {
  smoke: {
    questions: PROBE_BUDGETS.smoke.candidateQueries,
    carriers: 20,
    noise: 32,
    screening: PROBE_BUDGETS.smoke.screeningQueries,
    comparison: 30,
    leak: 0,
    controlPacks: 10,
    isolations: 3,
    minimisations: 1,
    minimisingTests: 8,
    variants: 4,
  },
  standard: {
    questions: PROBE_BUDGETS.standard.candidateQueries,
    carriers: 64,
    noise: 160,
    screening: PROBE_BUDGETS.standard.screeningQueries,
    comparison: 240,
    leak: 48,
    controlPacks: 24,
    isolations: 10,
    minimisations: 3,
    minimisingTests: 32,
    variants: 16,
  },
  deep: {
    questions: PROBE_BUDGETS.deep.candidateQueries,
    carriers: 128,
    noise: 640,
    screening: PROBE_BUDGETS.deep.screeningQueries,
    comparison: 2400,
    leak: 200,
    controlPacks: 60,
    isolations: 60,
    minimisations: 10,
    minimisingTests: 128,
    variants: 40,
  },
};
