import { type ActionCeiling, canonicalJson, sha256 } from '@bezoar/core/actions';
import type { ReserveOperation, SettleOperation, VoteOperation } from '../apply/operation.ts';
import { type CounterDefinition, definitionOf } from '../counter-key.ts';

/** Milliseconds of the samples' window. */
export const DAY_MS = 86_400_000;

/** What the samples may spend in a day: 50 dollars an account, 100 over all. */
export const CREDIT_CEILINGS: readonly ActionCeiling[] = [
  { scope: 'account', limit: { minor: 5000, currency: 'USD' }, windowMs: DAY_MS },
  { scope: 'global', limit: { minor: 10_000, currency: 'USD' }, windowMs: DAY_MS },
];

/** What those ceilings count. */
export const CREDIT_DEFINITIONS: readonly CounterDefinition[] = CREDIT_CEILINGS.map((ceiling) =>
  definitionOf('issue_credit', ceiling),
);

/** How a sample differs from the others. */
export interface CreditChanges {
  readonly minor: number;
  readonly account?: string;
  /** Number of the order; default: that of the operation. */
  readonly order?: number;
  readonly requestKey?: string;
  readonly at?: number;
  readonly needsApproval?: boolean;
  readonly presented?: string;
  readonly ceilings?: readonly ActionCeiling[];
}

/** Asks for a credit; every number is another operation. */
export function creditOperation(number: number, changes: CreditChanges): ReserveOperation {
  const { minor, account = 'anna', order = number, requestKey, at = 1000, needsApproval = false, presented } = changes;
  const canonicalArguments = canonicalJson({ order_id: String(order), amount_cents: minor });
  return {
    kind: 'reserve',
    receiptId: operationId('1', number),
    time: { window: at, expiry: at },
    id: operationId('2', number),
    action: 'issue_credit',
    principal: { account, tenant: 'acme' },
    requester: account,
    caller: 'host',
    canonicalArguments,
    argumentsDigest: sha256(canonicalArguments),
    keys: { once: `order-${order}`, ...(requestKey === undefined ? {} : { request: requestKey }) },
    amount: { minor, currency: 'USD' },
    ceilings: changes.ceilings ?? CREDIT_CEILINGS,
    ...(needsApproval
      ? {
          approval: {
            quorum: 1,
            expiresMs: DAY_MS,
            approvers: { approvers: [], keys: new Map() },
            newId: operationId('3', number),
            ...(presented === undefined ? {} : { presented }),
          },
        }
      : {}),
    policy: 'f'.repeat(64),
    mode: 'enforce',
    executionMs: 300_000,
    context: {},
  };
}

/** Says what came of a reservation. */
export function settleOperation(
  reservation: string,
  outcome: SettleOperation['outcome'],
  at: number,
  isOperator = false,
): SettleOperation {
  return {
    kind: 'settle',
    receiptId: sha256(`${reservation} ${outcome} ${at}`).slice(0, 32),
    time: { window: at, expiry: at },
    reservation,
    outcome,
    actor: isOperator ? 'carla' : 'host',
    isOperator,
  };
}

/** A yes. */
export function voteOperation(number: number, approval: string, approver: string): VoteOperation {
  return {
    kind: 'vote',
    receiptId: operationId('4', number),
    time: { window: 1000, expiry: 1000 },
    approval,
    vote: { approver, decision: 'approve', reason: '' },
    approvers: { approvers: [], keys: new Map() },
  };
}

function operationId(prefix: string, number: number): string {
  return prefix + number.toString(16).padStart(31, '0');
}
