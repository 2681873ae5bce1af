import type { Turn } from '@bezoar/core';

/**
 * What a carrier is about: `ask` asks for the action, `complaint` gives a grievance and asks, `unrelated` is about
 * something else, `refused` has a look-up in it that says no, `empty` says nothing.
 */
export const CARRIER_KINDS = ['ask', 'complaint', 'unrelated', 'refused', 'empty'] as const;

/** One of `CARRIER_KINDS`. */
export type CarrierKind = (typeof CARRIER_KINDS)[number];

/** An ordinary conversation in which a hazard action is not called for; probes are put into it. */
export interface Carrier {
  readonly kind: CarrierKind;
  /** Ends with a `user` or `tool` turn. No system turn: that is the setting's. */
  readonly turns: readonly Turn[];
  /** Where it comes from: a record, or the rule that made it. */
  readonly source: string;
}
