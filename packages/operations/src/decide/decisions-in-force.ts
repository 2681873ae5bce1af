import { BezoarError, TRUST_TIERS, type TrustTier } from '@bezoar/core';
import { type DecisionSigner, type NamedDigest, parseDecision, parseInstant, type TrustDecision } from '@bezoar/ledger';
import type { ProjectLog } from '../ledger/project-log.ts';
import { policyHistory, type SignedVersion } from '../policy/policy-history.ts';
import type { PlacedEntry } from '../posture/control-evidence.ts';
import { parseSignedDecision } from './decision-evidence.ts';
import { type DecidableAction, requiredSignatures } from './decision-request.ts';
import { judgePending } from './judge-pending.ts';

/** A decision over records that was judged again and holds. */
export interface DecisionInForce {
  readonly index: number;
  readonly action: DecidableAction;
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
 * Judges every decision over records again: by the document that was signed when it was made, at the time it was logged;
 * an expired one says nothing. A decision that lowers a tier never expires: nothing rises by the passing of time.
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

const KIND_OF: Readonly<Record<DecidableAction, string>> = {
  'tier-change': 'decision.tier',
  'admit-to-base': 'decision.admit',
  review: 'decision.review',
};

async function judgeAgain(
  log: ProjectLog,
  { index, entry }: PlacedEntry,
  versions: readonly SignedVersion[],
  now: number,
): Promise<DecisionInForce | undefined> {
  const authority = versions.filter((version) => version.index < index).at(-1);
  if (authority === undefined) throw refusedBecause('no document was signed before it');
  if (entry.payload === undefined) throw refusedBecause('the entry has no payload');
  const signed = parseSignedDecision(await log.evidence(entry.payload.sha256));
  const { decision } = parseDecision(signed.statement);
  const { action } = decision;
  if (!isDecidable(action) || KIND_OF[action] !== entry.kind) {
    throw refusedBecause(`expected the decision of a \`${entry.kind}\`, got \`${action}\``);
  }
  if (decision.ledger.size > index) throw refusedBecause('the decision cites a ledger that did not exist yet');
  if (decision.ledger.size <= authority.index)
    throw refusedBecause('the decision is older than the document that judges it');
  const need = requiredSignatures(action, requestOf(decision), authority.model);
  const subject = { bytes: signed.statement, decision };
  const judge = await judgePending(subject, authority, need, log, log.origin, () => Date.parse(entry.at));
  const { signers, refusals } = judge(signed.signatures);
  if (refusals.length > 0) throw refusedBecause(refusals.map(({ code, message }) => `${code}: ${message}`).join('; '));
  const [from, to] = [decision.from as TrustTier | undefined, decision.to as TrustTier | undefined];
  const expires = parseInstant(decision.expires ?? '') ?? 0;
  if (now >= expires && !(action === 'tier-change' && lowers(from, to))) return undefined;
  return {
    index,
    action,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined || action === 'admit-to-base' ? {} : { to }),
    signers,
    records: await scopeOf(log, decision),
    evidence: decision.evidence,
    scope: decision.scope.digest,
  };
}

function isDecidable(action: string): action is DecidableAction {
  return Object.hasOwn(KIND_OF, action);
}

function requestOf(decision: TrustDecision): Parameters<typeof requiredSignatures>[1] {
  const { from, to, action } = decision;
  return {
    action,
    expires: '',
    scope: [],
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
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

function refusedBecause(reason: string): BezoarError<'decide/refused'> {
  return new BezoarError('decide/refused', reason);
}
