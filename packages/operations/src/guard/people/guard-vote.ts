import { createPrivateKey, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Clock, systemClock, UsageError } from '@bezoar/core';
import { type ApprovalRequest, approvalBinding, type GuardStore, voteBytes } from '@bezoar/guard';
import { type CommandDocument, startDocument } from '../../document/command-document.ts';
import { policyReference } from '../../project/project.ts';
import { openAlerts } from '../guard-alerts.ts';
import { type GuardLocation, openProjectGuard, refuseLoosened } from '../project-guard.ts';
import { readApproverKeys } from '../serve/approver-keys.ts';

/** Options of `guardVote`. */
export interface GuardVoteOptions extends GuardLocation {
  readonly id: string;
  readonly decision: 'approve' | 'deny';
  /** Who decides: the name that the document or the keys know. */
  readonly approver: string;
  readonly reason?: string;
  /** PEM of the approver's Ed25519 private key. Needs `binding`: what is signed is what was read. */
  readonly keyFile?: string;
  /** The binding that `guard requests` showed. */
  readonly binding?: string;
  /** Folder with `<approver>.pem`, public keys: where it is given, only signed votes count. */
  readonly approverKeys?: string;
  /** Whom a webhook tells that a request was decided, as `guard serve` does; default: nobody. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Told what was not delivered: the vote counts all the same. */
  readonly onFault?: (message: string) => void;
  readonly clock?: Clock;
}

/** The document of `bezoar guard approve --json` and `deny`, schema `bezoar.guard-approve/v1`. */
export interface GuardVoteDocument extends CommandDocument {
  readonly verdict: ApprovalRequest['state'];
  readonly request: {
    readonly id: string;
    readonly action: string;
    readonly approvals: number;
    readonly quorum: number;
    readonly expiresAt: string;
  };
}

/** Takes one person's word on a waiting request. Throws with the guard's code where it does not count. */
export async function guardVote(options: GuardVoteOptions): Promise<GuardVoteDocument> {
  const { id, decision, approver, reason = '' } = options;
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  await refuseLoosened(options.location);
  const keys =
    options.approverKeys === undefined ? new Map<string, string>() : await readApproverKeys(options.approverKeys);
  const { environment = {}, onFault = () => undefined } = options;
  const alerts = openAlerts({ environment, clock, onFault });
  const { project, guard, close } = await openProjectGuard(options, { approverKeys: keys, alerts });
  try {
    const signature =
      options.keyFile === undefined ? undefined : await signatureOf(options, options.keyFile, guard.store);
    const result = await guard.decide({
      requestId: id,
      approver,
      decision,
      reason,
      ...(signature === undefined ? {} : { signature }),
    });
    if (result.kind !== 'voted') {
      const why = result.kind === 'refused' ? result : { code: 'guard/internal', reason: 'the store gave no answer' };
      throw new UsageError(why.code, `the vote on \`${id}\` does not count: ${why.reason}`);
    }
    const { approval } = result;
    return {
      ...finish({
        command: decision === 'approve' ? 'guard-approve' : 'guard-deny',
        policy: policyReference(project),
        verdict: approval.state,
        outcome: 'ok',
        read: 1,
      }),
      request: {
        id,
        action: approval.action,
        approvals: approval.votes.filter((vote) => vote.decision === 'approve').length,
        quorum: approval.quorum,
        expiresAt: new Date(approval.expiresAt).toISOString(),
      },
    };
  } finally {
    await close();
  }
}

async function signatureOf(
  { id, approver, decision, binding }: GuardVoteOptions,
  keyFile: string,
  store: GuardStore,
): Promise<string | undefined> {
  const request = await store.transact(async (transaction) => {
    await transaction.head();
    return (await transaction.approvals([id])).get(id);
  });
  // The guard says that there is none.
  if (request === undefined) return undefined;
  if (binding === undefined) {
    throw new UsageError(
      'guard/binding-needed',
      'what is signed must be what you read: give `--binding` with the binding that `bezoar guard requests` shows',
    );
  }
  // A row that was rewritten after it was read has another binding, or one that is not of its own terms.
  if (request.binding !== binding || approvalBinding(request) !== binding) {
    throw new UsageError('guard/binding-differs', `the request \`${id}\` is not the one that you read; read it again`);
  }
  try {
    const key = createPrivateKey(await readFile(keyFile));
    return sign(null, voteBytes(binding, approver, decision), key).toString('base64');
  } catch {
    throw new UsageError('guard/approver-key', `\`${keyFile}\` is no Ed25519 private key in PEM`);
  }
}
