import type { CapCounts } from '@bezoar/core';

/** Groups that a cap counts. A content family counts against the cap of a cluster. */
export const CAP_SCOPES = ['account', 'cluster', 'family', 'tenant', 'source'] as const;

/** One of `CAP_SCOPES`. */
export type CapScope = (typeof CAP_SCOPES)[number];

/** One cap as it is checked. */
export interface CapCheck {
  readonly scope: CapScope;
  /** Whether it counts only the records that teach a declared action. */
  readonly slice: boolean;
  /** The cap's key in the policy. */
  readonly limit: keyof CapCounts;
}

/**
 * Every cap in the order in which they are checked: narrow groups first, the slice before the whole. `exceeded` of a
 * record is the 1-based place here of the first that was full.
 */
export const CAP_CHECKS: readonly CapCheck[] = [
  { scope: 'account', slice: true, limit: 'account' },
  { scope: 'account', slice: false, limit: 'account' },
  { scope: 'cluster', slice: true, limit: 'cluster' },
  { scope: 'cluster', slice: false, limit: 'cluster' },
  { scope: 'family', slice: true, limit: 'cluster' },
  { scope: 'family', slice: false, limit: 'cluster' },
  { scope: 'tenant', slice: true, limit: 'tenant' },
  { scope: 'tenant', slice: false, limit: 'tenant' },
  { scope: 'source', slice: true, limit: 'source' },
  { scope: 'source', slice: false, limit: 'source' },
];
