import type { Hazard } from '@bezoar/core';

/** An action as memory rules see it. */
export interface NamedAction {
  readonly name: string;
  /** Phrases that claim it; `*` stands for a few words. */
  readonly claims: readonly string[];
}

/** What a batch is held against. */
export interface AbsorbPolicy {
  /** Declared hazards: an action without its precondition is not learned. */
  readonly hazards: readonly Hazard[];
  /** Declared actions, with or without a precondition: no memory may allow one. */
  readonly actions: readonly NamedAction[];
  /** Most feedback items of one account in a batch. */
  readonly accountCap: number;
  /** Most feedback items of one account that perform or claim a declared action; absent: no tighter cap. */
  readonly sliceCap?: number;
}

/**
 * Most feedback items of one account in one batch where no document sets a cap. It only stops a flood: the busiest account
 * of a generated month of 5,000 conversations has 36. Of one of 100,000, whose accounts follow the same power law, it holds
 * 28 %: absorb by the day, or declare a cap. Measured backdoors of fine-tunes take hold at 25 records, below this.
 */
export const DEFAULT_ACCOUNT_CAP = 100;

/** Nothing declared. */
export const DEFAULT_ABSORB_POLICY: AbsorbPolicy = { hazards: [], actions: [], accountCap: DEFAULT_ACCOUNT_CAP };
