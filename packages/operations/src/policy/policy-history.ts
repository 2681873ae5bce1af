import { BezoarError, type ThreatModel, UsageError } from '@bezoar/core';
import {
  type AllowedSigner,
  type DecisionSigner,
  parseAllowedSigners,
  parseDecision,
  type TrustDecision,
} from '@bezoar/ledger';
import { diffThreatModels, loadThreatModel, type PolicyChange } from '@bezoar/threat-model';
import { parseSignedDecision, type SignedDecision } from '../decide/decision-evidence.ts';
import { judgePending } from '../decide/judge-pending.ts';
import type { ProjectLog } from '../ledger/project-log.ts';
import type { PlacedEntry } from '../posture/control-evidence.ts';
import { DOCUMENT_NAME } from '../project/document-location.ts';

/** Name under which a decision's evidence holds the signers file of the document that it sets. */
export const SIGNERS_EVIDENCE = 'allowed_signers';

/** A document, and who may change it. */
export interface PolicyVersion {
  readonly digest: string;
  readonly text: string;
  readonly model: ThreatModel;
  /** The allowed-signers file; empty where the document names none, and then nobody can sign. */
  readonly signersText: string;
  readonly signers: readonly AllowedSigner[];
}

/** A version that was signed by as many people as the version before it asks for. */
export interface SignedVersion extends PolicyVersion {
  /** Index of its entry. */
  readonly index: number;
  readonly at: string;
  readonly signedBy: readonly DecisionSigner[];
  /** The first version is signed by whoever it names itself. */
  readonly isFirst: boolean;
}

/** A `policy.set` that does not hold. It is as if it had not been made. */
export interface RefusedEntry {
  readonly index: number;
  readonly reasons: readonly string[];
  /** It could not be judged: evidence is missing or altered, or of another version. No next version is judged past it. */
  readonly isUndecided: boolean;
}

/** Every signed version of the document, judged again from the first on. */
export interface PolicyHistory {
  readonly versions: readonly SignedVersion[];
  readonly refused: readonly RefusedEntry[];
}

/**
 * The version by which the next one is judged. Throws `policy/history-broken` where a later entry could not be judged:
 * whoever deletes the evidence of a version must not thereby choose its successor.
 */
export function lastVersion({ versions, refused }: PolicyHistory): SignedVersion | undefined {
  const last = versions.at(-1);
  const broken = refused.find(({ index, isUndecided }) => isUndecided && index > (last?.index ?? -1));
  if (broken === undefined) return last;
  throw new UsageError(
    'policy/history-broken',
    `entry ${broken.index} of the ledger sets a version that cannot be judged (${broken.reasons.join('; ')}); restore its evidence first`,
  );
}

/** How many people must sign to get from one version to the next, and why. */
export interface ChangeRule {
  readonly signatures: number;
  readonly changes: readonly PolicyChange[];
  readonly isLoosened: boolean;
  /** Whether the set of signers differs: that is a loosening, whatever it says. */
  readonly signersChanged: boolean;
}

/** Judges every `policy.set` of the log, each by the version before it. */
export async function policyHistory(log: ProjectLog): Promise<PolicyHistory> {
  const versions: SignedVersion[] = [];
  const refused: RefusedEntry[] = [];
  for (const placed of log.policySets) {
    try {
      versions.push(await judgePolicySet(log, placed, versions.at(-1)));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      refused.push({ index: placed.index, reasons: error.reasons, isUndecided: error.isUndecided });
    }
  }
  return { versions, refused };
}

/** The number of signatures that a change takes. The first version sets the rule for all loosening, and takes as many itself. */
export function changeRule(before: PolicyVersion | undefined, after: PolicyVersion): ChangeRule {
  const changes = diffThreatModels(before?.model, after.model);
  if (before === undefined) {
    return { signatures: after.model.change.loosenSignatures, changes, isLoosened: false, signersChanged: false };
  }
  const signersChanged = before.signersText !== after.signersText;
  const isLoosened = signersChanged || changes.some(({ change }) => change === 'loosen');
  const { loosenSignatures, tightenSignatures } = before.model.change;
  return { signatures: isLoosened ? loosenSignatures : tightenSignatures, changes, isLoosened, signersChanged };
}

/** Why an entry does not set a version. */
class RefusedError extends Error {
  readonly reasons: readonly string[];
  readonly isUndecided: boolean;

  constructor(reasons: readonly string[], isUndecided = false) {
    super(reasons.join('; '));
    this.reasons = reasons;
    this.isUndecided = isUndecided;
  }
}

async function judgePolicySet(
  log: ProjectLog,
  { index, entry }: PlacedEntry,
  before: SignedVersion | undefined,
): Promise<SignedVersion> {
  const { payload } = entry;
  if (payload === undefined) throw new RefusedError(['the entry has no payload']);
  const bundle = await orUndecided(log.evidence(payload.sha256));
  const { signed, decision } = readDecision(bundle);
  if (decision.action !== 'policy-set') throw new RefusedError([`expected a policy-set, got \`${decision.action}\``]);
  const { size } = decision.ledger;
  if (size > index)
    throw new RefusedError(['decision/unknown-checkpoint: the decision cites a ledger that did not exist yet']);
  if (before !== undefined && size <= before.index) {
    throw new RefusedError(['decision/stale-policy: the decision was made before the version that it changes']);
  }
  const judge = async (authority: PolicyVersion, need: number): Promise<readonly DecisionSigner[]> => {
    const subject = { bytes: signed.statement, decision };
    const judged = await judgePending(subject, authority, need, log, log.origin, () => Date.parse(entry.at));
    const { signers, refusals } = judged(signed.signatures);
    if (refusals.length > 0) throw new RefusedError(refusals.map(({ code, message }) => `${code}: ${message}`));
    return signers;
  };
  // Before the new document is looked at: what too few people signed under any rule cannot leave the chain undecided.
  if (before !== undefined) {
    const { loosenSignatures, tightenSignatures } = before.model.change;
    await judge(before, Math.min(loosenSignatures, tightenSignatures));
  }
  const after = await orUndecided(storedVersion(log, decision));
  if (entry.subject.length !== 1 || entry.subject[0]?.digest.sha256 !== after.digest) {
    throw new RefusedError(['the entry is about another document than its decision']);
  }
  const signedBy = await judge(before ?? after, changeRule(before, after).signatures);
  return { ...after, index, at: entry.at, signedBy, isFirst: before === undefined };
}

/** What cannot be fetched or read any more leaves the entry undecided. */
async function orUndecided<T>(found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof BezoarError) throw new RefusedError([error.message], true);
    throw error;
  }
}

function readDecision(bundle: Uint8Array): { readonly signed: SignedDecision; readonly decision: TrustDecision } {
  try {
    const signed = parseSignedDecision(bundle);
    return { signed, decision: parseDecision(signed.statement).decision };
  } catch (error) {
    if (error instanceof BezoarError) throw new RefusedError([error.message]);
    throw error;
  }
}

/** The version that a decision sets, from the evidence store. */
async function storedVersion(log: ProjectLog, decision: TrustDecision): Promise<PolicyVersion> {
  const text = Buffer.from(await log.evidence(decision.scope.digest)).toString('utf8');
  const named = decision.evidence.find(({ name }) => name === SIGNERS_EVIDENCE);
  const signersText = named === undefined ? '' : Buffer.from(await log.evidence(named.digest.sha256)).toString('utf8');
  return {
    digest: decision.scope.digest,
    text,
    model: loadThreatModel(text, DOCUMENT_NAME).model,
    signersText,
    signers: parseAllowedSigners(signersText),
  };
}
