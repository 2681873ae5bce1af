import { BezoarError, TRUST_TIERS, type TrustTier } from '@bezoar/core';
import type { DecisionSigner, NamedDigest, TrustDecision } from '@bezoar/ledger';
import type { ProjectLog } from '../ledger/project-log.ts';
import { policyHistory, type SignedVersion } from '../policy/policy-history.ts';
import type { PlacedEntry } from '../posture/control-evidence.ts';
import type { RecordAction } from './decision-request.ts';
import { judgeEntry, refusedBecause } from './judge-entry.ts';

/** A decision over records that was judged again and holds. */
export interface DecisionInForce {
  readonly index: number;
  readonly action: RecordAction;
  readonly from?: TrustTier;
  readonly to?: TrustTier;
  readonly signers: readonly DecisionSigner[];
  /** Digests of exactly the records that it is about. */
  readonly records: ReadonlySet<string>;
  /** What the signers saw, by digest. */
  readonly evidence: readonly NamedDigest[];
  /** Digest of the records' list. */
  readonly scope: string;
}

/** A decision of the log that says nothing, and why. */
export interface DecisionRefused {
  readonly index: number;
  readonly reason: string;
}

/** The decisions over records that hold at a time, oldest first. */
export interface DecisionsInForce {
  readonly decisions: readonly DecisionInForce[];
  /** They do not hold, or their evidence is gone. As if they had not been made. */
  readonly refused: readonly DecisionRefused[];
}

const LINE = /^[0-9a-f]{64}$/;

/**
 * Judges every decision over records again, as `judgeEntry` does; an expired one says nothing. A decision that lowers a tier never
 * expires: nothing rises by the passing of time.
 */
export async function decisionsInForce(log: ProjectLog, now: number): Promise<DecisionsInForce> {
  const decisions: DecisionInForce[] = [];
  const refused: DecisionRefused[] = [];
  if (log.decisions.length === 0) return { decisions, refused };
  const { versions } = await policyHistory(log);
  for (const placed of log.decisions) {
    try {
      const judged = await judgeAgain(log, placed, versions, now);
      if (judged !== undefined) decisions.push(judged);
    } catch (error) {
      if (!(error instanceof BezoarError)) throw error;
      refused.push({ index: placed.index, reason: error.message });
    }
  }
  return { decisions, refused };
}

async function judgeAgain(
  log: ProjectLog,
  placed: PlacedEntry,
  versions: readonly SignedVersion[],
  now: number,
): Promise<DecisionInForce | undefined> {
  const { action, decision, signers, expires } = await judgeEntry(log, placed, versions);
  if (action === 'override') throw refusedBecause('the decision is about a model, not about records');
  const [from, to] = [decision.from as TrustTier | undefined, decision.to as TrustTier | undefined];
  if (now >= expires && !(action === 'tier-change' && lowers(from, to))) return undefined;
  return {
    index: placed.index,
    action,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined || action === 'admit-to-base' ? {} : { to }),
    signers,
    records: await scopeOf(log, decision),
    evidence: decision.evidence,
    scope: decision.scope.digest,
  };
}

function lowers(from: TrustTier | undefined, to: TrustTier | undefined): boolean {
  return from !== undefined && to !== undefined && TRUST_TIERS.indexOf(to) > TRUST_TIERS.indexOf(from);
}

/** The records of a decision: its evidence holds the list whose digest the signers signed. */
async function scopeOf(log: ProjectLog, { scope }: TrustDecision): Promise<ReadonlySet<string>> {
  const records = new Set<string>();
  for (const line of Buffer.from(await log.evidence(scope.digest))
    .toString('latin1')
    .split('\n')) {
    if (LINE.test(line)) records.add(line);
  }
  return records;
}
