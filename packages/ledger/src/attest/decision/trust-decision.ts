import type { Sha256 } from '@bezoar/core';
import { PREDICATE_BASE } from '../statement/predicate-base.ts';

/** Predicate type of a trust decision. */
export const TRUST_DECISION_TYPE: string = `${PREDICATE_BASE}trust-decision/v0.1`;

/** SSHSIG namespace of a decision: a signature made for git, a file or another tool is no decision. */
export const DECISION_NAMESPACE = 'decision@bezoar';

/** What people decide. Machines sign none of these. */
export const DECISION_ACTIONS = [
  'policy-set',
  'tier-change',
  'admit-to-base',
  'accept-finding',
  'override',
  'key-add',
  'key-revoke',
  'review',
] as const;

/** One of `DECISION_ACTIONS`. */
export type DecisionAction = (typeof DECISION_ACTIONS)[number];

/** Fewest visible characters of a reason: `ok`, `approved` and `looks good to me` explain nothing to the next reader. */
export const MIN_REASON_CHARACTERS = 20;

/** A document by its bytes. */
export interface NamedDigest {
  readonly name: string;
  readonly digest: { readonly sha256: Sha256 };
}

/** Exactly what is decided on. */
export interface DecisionScope {
  /** Of the set: the root of its shards, or the digest of one document. */
  readonly digest: Sha256;
  /** Its members. */
  readonly count: number;
  readonly description?: string;
}

/** A state of the ledger that the person had seen: what keeps a decision from being replayed on another ledger. */
export interface SeenCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Sha256;
}

/**
 * Predicate of a human decision, version 0.1. Instants are RFC 3339 in UTC with whole seconds. Signed with SSHSIG over
 * the canonical bytes of its statement, by as many people as the policy asks for.
 */
export interface TrustDecision {
  readonly action: DecisionAction;
  /** State before, such as a trust tier. With `to`, required for a tier change. */
  readonly from?: string;
  readonly to?: string;
  readonly scope: DecisionScope;
  /** Why, in the words of the person. */
  readonly reason: string;
  /** What was looked at. */
  readonly evidence: readonly NamedDigest[];
  /** The threat model in force when this was decided; the first one names itself. */
  readonly policy: NamedDigest;
  readonly decidedAt: string;
  /** From this instant on the decision counts no more. Only `policy-set` may do without. */
  readonly expires?: string;
  readonly ledger: SeenCheckpoint;
  /** Principal who asked for the decision, and so may not sign it. */
  readonly submitter: string;
}
