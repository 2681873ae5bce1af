import type { Sha256 } from '@bezoar/core';

/** What a reader may say. `unsure` keeps a record out until a second reader has decided. */
export const VERDICTS = ['keep', 'reject', 'unsure'] as const;

/** One of `VERDICTS`. */
export type Verdict = (typeof VERDICTS)[number];

/** Whether a text is a verdict. */
export function isVerdict(value: unknown): value is Verdict {
  return (VERDICTS as readonly unknown[]).includes(value);
}

/** A verdict over an item of the queue. */
export interface ItemVerdict {
  /** The item's id. */
  readonly item: string;
  readonly verdict: Verdict;
  /** Time from the item's appearance to the verdict. */
  readonly seconds: number;
  /** RFC 3339. */
  readonly at: string;
  /** Digests of the records that were on the screen. */
  readonly shown: readonly Sha256[];
}

/** The more careful of two verdicts of one reader, whose record is part of several items. */
export function stricter(a: Verdict, b: Verdict): Verdict {
  const order: readonly Verdict[] = ['keep', 'unsure', 'reject'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** What two readers say together: who is unsure leaves it to the other, and a rejection stands. */
export function together(a: Verdict, b: Verdict): Verdict {
  if (a === 'unsure') return b;
  if (b === 'unsure') return a;
  return stricter(a, b);
}
