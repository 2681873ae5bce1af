import type { ControlId } from '@bezoar/core';

/** What a change does to whoever obeys the document. */
export type ChangeDirection = 'tighten' | 'loosen' | 'neutral';

/** One difference between two documents. */
export interface PolicyChange {
  /** Control and path within its block: `corpus/caps records.account`. */
  readonly path: string;
  readonly control: ControlId;
  readonly change: ChangeDirection;
  /** As a document would say it; absent: it was not declared. */
  readonly before?: string;
  /** As a document would say it; absent: it is no longer declared. */
  readonly after?: string;
  /** One sentence: what the change means. */
  readonly why: string;
}
