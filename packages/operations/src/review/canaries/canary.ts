import type { Sha256 } from '@bezoar/core';
import type { ShownRecord } from '../folder/shown-record.ts';

/**
 * How a canary is bad: the reply claims a declared action, the assistant calls its tool, a phrase that the scan found, or a
 * fresh phrase of the same make; each without the precondition.
 */
export const CANARY_KINDS = ['claim', 'call', 'known-phrase', 'fresh-phrase'] as const;

/** One of `CANARY_KINDS`. */
export type CanaryKind = (typeof CANARY_KINDS)[number];

/** A record that is known to be bad, made from a clean one, and shown to readers like any other of the sample. It is written nowhere. */
export interface Canary {
  readonly kind: CanaryKind;
  /** The record that it was made from. */
  readonly base: Sha256;
  readonly record: ShownRecord;
}

/**
 * Canaries of one review unless told otherwise. With one of 20 missed the readers' recall is above 0.76 (lower end of the
 * 95 % Wilson interval), which is what the sample is planned for; with 10 all found it is 0.72.
 */
export const DEFAULT_CANARIES = 20;

/** Fewest canaries from which a recall is believed: with fewer, even when all are found, its lower end is below 0.72. */
export const MIN_CANARIES = 10;
