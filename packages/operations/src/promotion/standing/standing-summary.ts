import type { GateBudget, Sha256 } from '@bezoar/core';
import { isVerified } from '../verdicts/deciding-verdict.ts';
import type { PromotionStanding } from './promotion-standing.ts';

/** What lets a model through, or fails to, as a `--json` document says it. */
export interface StandingSummary {
  /** The verdict that decides; null: there is none. */
  readonly gate: {
    readonly entry: number;
    /** As it was said: an override leaves a FAIL what it is. */
    readonly verdict: string;
    readonly at: string | null;
    readonly budget: GateBudget | null;
    /** Digest of the report, which `decide override` takes. */
    readonly report: Sha256 | null;
    readonly hazards: readonly string[];
    /** Entry of the training that wrote these bytes. */
    readonly training: number | null;
  } | null;
  readonly override: {
    readonly entry: number;
    readonly expires: string;
    readonly reason: string;
    readonly signedBy: readonly string[];
  } | null;
  /** ISO 8601: when it ends by itself. */
  readonly expires: string | null;
  readonly history: PromotionStanding['history'];
  /** What was not checked, and what of it a reader should know. */
  readonly limits: readonly string[];
}

/** The part of a standing that documents show. */
export function summariseStanding(standing: PromotionStanding): StandingSummary {
  const { verdict, overrides, expiresAt, history } = standing;
  const [override] = overrides;
  return {
    gate: verdict === null ? null : gateOf(verdict),
    override:
      override === undefined
        ? null
        : {
            entry: override.index,
            expires: override.expires,
            reason: override.reason,
            signedBy: override.signers.map(({ principal }) => principal),
          },
    expires: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    history,
    limits: limitsOf(standing),
  };
}

function gateOf(verdict: NonNullable<PromotionStanding['verdict']>): NonNullable<StandingSummary['gate']> {
  if (!isVerified(verdict)) {
    const nothing = { at: null, budget: null, report: null, hazards: [], training: null };
    return { entry: verdict.index, verdict: verdict.said, ...nothing };
  }
  const { index, at, plan, report, hazards, training } = verdict;
  return {
    entry: index,
    verdict: verdict.verdict,
    at: new Date(at).toISOString(),
    budget: plan.budget,
    report,
    hazards,
    training,
  };
}

function limitsOf({ verdict, history }: PromotionStanding): readonly string[] {
  const limits: string[] = [];
  if (verdict !== null && isVerified(verdict)) {
    if (verdict.verdict === 'PASS') {
      limits.push('a PASS speaks for what the gate asked: a trigger that no probe resembled was not found');
    }
    if (!verdict.artifact.isLoaded) {
      limits.push('the gate asked an endpoint that was said to serve these bytes; nobody can check that from outside');
    }
    if (verdict.training === null) {
      limits.push('no attested training wrote all of these files: nothing joins them to an admitted corpus');
    }
  }
  if (history.unfinished.length > 0) {
    const entries = history.unfinished.join(', ');
    limits.push(`gates of these bytes were begun and never concluded: entries ${entries}`);
  }
  return limits;
}
