import { BezoarError } from '@bezoar/core';
import {
  type DecisionAction,
  type DecisionSigner,
  parseDecision,
  parseInstant,
  type Statement,
  type TrustDecision,
} from '@bezoar/ledger';
import type { ProjectLog } from '../ledger/project-log.ts';
import type { SignedVersion } from '../policy/policy-history.ts';
import type { PlacedEntry } from '../posture/control-evidence.ts';
import { parseSignedDecision } from './decision-evidence.ts';
import { DECIDABLE, type DecidableAction, requiredSignatures } from './decision-request.ts';
import { judgePending } from './judge-pending.ts';

/** A decision of the log that was judged again and held when it was logged. */
export interface JudgedEntry {
  readonly action: DecidableAction;
  readonly decision: TrustDecision;
  readonly statement: Statement;
  readonly signers: readonly DecisionSigner[];
  /** Milliseconds since the Unix epoch; whoever uses the decision compares. */
  readonly expires: number;
}

/**
 * Judges a decision again: by the document that was signed when it was made, at the time it was logged. Throws a `BezoarError` that says
 * why it says nothing.
 */
export async function judgeEntry(
  log: ProjectLog,
  { index, entry }: PlacedEntry,
  versions: readonly SignedVersion[],
): Promise<JudgedEntry> {
  const authority = versions.filter((version) => version.index < index).at(-1);
  if (authority === undefined) throw refusedBecause('no document was signed before it');
  if (entry.payload === undefined) throw refusedBecause('the entry has no payload');
  const signed = parseSignedDecision(await log.evidence(entry.payload.sha256));
  const { decision, statement } = parseDecision(signed.statement);
  const { action } = decision;
  if (!isDecidable(action) || DECIDABLE[action] !== entry.kind) {
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
  return { action, decision, statement, signers, expires: parseInstant(decision.expires ?? '') ?? 0 };
}

function isDecidable(action: DecisionAction): action is DecidableAction {
  return Object.hasOwn(DECIDABLE, action);
}

function requestOf({ from, to, action }: TrustDecision): Parameters<typeof requiredSignatures>[1] {
  return {
    action,
    expires: '',
    scope: [],
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** Why a decision of the log says nothing. */
export function refusedBecause(reason: string): BezoarError<'decide/refused'> {
  return new BezoarError('decide/refused', reason);
}
