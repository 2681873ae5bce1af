import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { canonicalJson, countedName, UsageError } from '@bezoar/core/actions';
import type { ApprovalRequest, ApprovalVote } from './approval-request.ts';

/** Who may approve. */
export interface ApproverRules {
  /** Names; empty: whoever the host authenticates as an approver. */
  readonly approvers: readonly string[];
  /** Ed25519 public keys by approver; where there is one key, only signed votes count. */
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** Reads approvers' public keys, PEM. Throws `guard/approver-key` for one that is no Ed25519 key. */
export function readApproverKeys(keys: ReadonlyMap<string, string>): ReadonlyMap<string, KeyObject> {
  return new Map(
    [...keys].map(([approver, pem]) => {
      const key = createPublicKey(pem);
      if (key.asymmetricKeyType === 'ed25519') return [approver, key];
      throw new UsageError(
        'guard/approver-key',
        `expected an Ed25519 public key of \`${approver}\`, got ${key.asymmetricKeyType}`,
      );
    }),
  );
}

/** The bytes that an approver signs: the binding names everything else. */
export function voteBytes(binding: string, approver: string, decision: ApprovalVote['decision']): Buffer {
  return Buffer.from(canonicalJson({ type: 'bezoar-approval-vote/v1', binding, approver, decision }));
}

/** Why somebody's vote does not count, or undefined. Names are folded, so that `Anna ` is `anna`. */
export function voteFault(
  { binding, requester, principal }: Pick<ApprovalRequest, 'binding' | 'requester' | 'principal'>,
  { approver, decision, signature }: Omit<ApprovalVote, 'at'>,
  { approvers, keys }: ApproverRules,
): string | undefined {
  const name = countedName(approver);
  if (name === '' || name === countedName(requester) || name === countedName(principal.account)) {
    return 'whoever asks may not approve';
  }
  if (approvers.length > 0 && !approvers.includes(approver)) return 'the document does not name them as an approver';
  if (keys.size === 0) return undefined;
  const key = keys.get(approver);
  if (key === undefined) return 'no key of theirs is known';
  if (signature === undefined) return 'the vote is not signed';
  const isGood = verify(null, voteBytes(binding, approver, decision), key, Buffer.from(signature, 'base64'));
  return isGood ? undefined : 'the signature is not theirs, or is of another request';
}

/** Distinct people whose approval counts. */
export function countedApprovals(request: ApprovalRequest, rules: ApproverRules): number {
  const good = request.votes.filter(
    (vote) => vote.decision === 'approve' && voteFault(request, vote, rules) === undefined,
  );
  return new Set(good.map(({ approver }) => countedName(approver))).size;
}
