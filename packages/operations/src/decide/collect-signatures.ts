import { readFile } from 'node:fs/promises';
import { describeError, UsageError } from '@bezoar/core';
import {
  DECISION_NAMESPACE,
  type DecisionRefusal,
  type DecisionSigner,
  renderDecision,
  signWithSshKeygen,
} from '@bezoar/ledger';
import { keepSignature, type PendingDecision } from './pending-decisions.ts';

/** Where signatures come from. */
export interface SignatureSources {
  /** An SSH key to sign with now. */
  readonly key?: string;
  /** Files with signatures that were made elsewhere. */
  readonly files: readonly string[];
  /** Shown what will be signed; false keeps it from being signed. */
  readonly confirm: (rendered: string) => Promise<boolean>;
}

/** What the signatures of a decision amount to. */
export interface DecisionStanding {
  readonly signers: readonly DecisionSigner[];
  /** Empty: the decision holds. */
  readonly refusals: readonly DecisionRefusal[];
}

/**
 * Signs a pending decision, exactly its bytes, and adds signatures that were made elsewhere. Returns all that count. A
 * signature that would not count is refused here, before it is kept. Throws `decide/refused` with
 * the reasons, `decide/not-confirmed`, and whatever `ssh-keygen` says.
 */
export async function collectSignatures(
  pending: PendingDecision,
  sources: SignatureSources,
  judge: (signatures: readonly string[]) => DecisionStanding,
): Promise<readonly string[]> {
  const armoured: string[] = [];
  for (const file of sources.files) {
    armoured.push(
      await readFile(file, 'utf8').catch((error: unknown) => {
        throw new UsageError('decide/not-read', `cannot read \`${file}\`: ${describeError(error)}`, { cause: error });
      }),
    );
  }
  if (sources.key !== undefined) {
    if (!(await sources.confirm(renderDecision(pending.bytes)))) {
      throw new UsageError('decide/not-confirmed', 'nothing was signed');
    }
    armoured.push(await signWithSshKeygen(pending.bytes, { keyPath: sources.key, namespace: DECISION_NAMESPACE }));
  }
  const counting = countingSignatures(pending, judge);
  for (const one of armoured) {
    const refusals = faultsOf(judge([...counting, one]));
    if (refusals.length > 0) throw refused(refusals);
    await keepSignature(pending, one);
    counting.push(one);
  }
  return counting;
}

/** The kept signatures that count together; others, which anybody with write access may have put there, are passed over. */
function countingSignatures(
  pending: PendingDecision,
  judge: (signatures: readonly string[]) => DecisionStanding,
): string[] {
  const counting: string[] = [];
  for (const one of pending.signatures) {
    if (faultsOf(judge([...counting, one])).length === 0) counting.push(one);
  }
  return counting;
}

/** What speaks against a decision, other than that more people must sign. */
function faultsOf({ refusals }: DecisionStanding): readonly DecisionRefusal[] {
  return refusals.filter(({ code }) => code !== 'decision/too-few-signatures');
}

/** One error for all the reasons. */
export function refused(refusals: readonly DecisionRefusal[]): UsageError {
  return new UsageError('decide/refused', refusals.map(({ code, message }) => `${code}: ${message}`).join('\n'));
}
