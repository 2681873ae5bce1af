import { type Clock, sha256, type ThreatModel } from '@bezoar/core';
import { type AllowedSigner, judgeDecision } from '@bezoar/ledger';
import type { ProjectLog } from '../ledger/project-log.ts';
import type { DecisionStanding } from './collect-signatures.ts';
import type { PendingDecision } from './pending-decisions.ts';

/** By whose keys and whose rules a decision is judged: a version of the document that is in force. */
export interface DecisionAuthority {
  readonly digest: string;
  readonly model: ThreatModel;
  readonly signers: readonly AllowedSigner[];
}

/**
 * The judgement of a decision for any set of signatures, at the time that `clock` says. What needs the ledger or the evidence store is looked
 * up once, before. `origin` is the name of this project's log, also before its first entry.
 */
export async function judgePending(
  { bytes, decision }: Pick<PendingDecision, 'bytes' | 'decision'>,
  authority: DecisionAuthority,
  need: number,
  log: ProjectLog,
  origin: string,
  clock: Clock,
): Promise<(signatures: readonly string[]) => DecisionStanding> {
  const seen = decision.ledger;
  const isKnown = seen.origin === origin && seen.size <= log.size && (await log.rootAt(seen.size)) === seen.root;
  const present = new Set<string>();
  for (const { digest } of decision.evidence) {
    const found = await log.evidence(digest.sha256).catch(() => undefined);
    if (found !== undefined && sha256(found) === digest.sha256) present.add(digest.sha256);
  }
  return (signatures) =>
    judgeDecision({
      statementBytes: bytes,
      signatures,
      allowedSigners: authority.signers,
      rule: { signatures: need },
      now: clock(),
      policyDigest: authority.digest,
      pipelineFingerprints: authority.model.keys.pipeline,
      submitter: { principal: decision.submitter, fingerprints: [] },
      evidence: (digest) => (present.has(digest) ? true : 'missing'),
      checkpointKnown: () => isKnown,
    });
}
