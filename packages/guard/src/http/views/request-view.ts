import type { ActionPolicy, Amount } from '@bezoar/core/actions';
import { type ApprovalRequest, approvalBinding, approvalStateAt } from '../../approvals/approval-request.ts';
import type { GuardPolicy } from '../../policy/guard-policy.ts';
import type { CounterUsage } from '../../store/guard-store.ts';
import { isoTime } from '../answer/json-answer.ts';
import { type BudgetRow, budgetOf } from './ceiling-rows.ts';

/** Why people must agree. */
export interface EscalationRule {
  /** `no-transcript`: no conversation makes the action legitimate by itself. */
  readonly kind: 'every-call' | 'above-amount' | 'no-amount' | 'no-transcript';
  readonly above: Amount | null;
  readonly approvers: number;
  readonly expiresMs: number;
}

/** What an approver must see of a request (AISVS 9.2.2): the whole of it, and what it would use up. */
export interface RequestView {
  readonly id: string;
  readonly action: string;
  readonly state: ApprovalRequest['state'] | 'expired';
  readonly principal: { readonly account: string; readonly tenant: string };
  readonly requester: string;
  /** Exactly what was asked for, never cut; and the same, parsed. Attacker controls: all of it. */
  readonly canonicalArguments: string;
  readonly arguments: unknown;
  readonly amount: Amount | null;
  /** Digest of the policy that it was asked under. */
  readonly policy: string;
  /** Under another policy it can be approved, and will be refused. */
  readonly isPolicyCurrent: boolean;
  /** False: what is shown is not what was asked for, and nobody can approve it. */
  readonly isIntact: boolean;
  readonly context: ApprovalRequest['context'];
  readonly votes: readonly (Omit<ApprovalRequest['votes'][number], 'at'> & { readonly at: string })[];
  readonly quorum: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** What a vote's signature is over. */
  readonly binding: string;
  /** Whether the effect can be taken back; false where the policy does not say so. */
  readonly reversible: boolean;
  /** Null: the present policy asks for no approval of such a call. */
  readonly rule: EscalationRule | null;
  readonly budget: readonly BudgetRow[];
  /** The reservation that used it up. */
  readonly reservation: string | null;
}

/** A request as people are shown it. */
export function requestView(
  request: ApprovalRequest,
  {
    policy,
    usage,
    now,
  }: { readonly policy: GuardPolicy; readonly usage: readonly CounterUsage[]; readonly now: number },
): RequestView {
  const action = policy.actions.get(request.action);
  const { account, tenant } = request.principal;
  const { intent, model, conversation, agent } = request.context;
  return {
    id: request.id,
    action: request.action,
    state: approvalStateAt(request, now),
    principal: { account, tenant },
    requester: request.requester,
    canonicalArguments: request.canonicalArguments,
    arguments: parsed(request.canonicalArguments),
    amount: request.amount,
    policy: request.policy,
    isPolicyCurrent: request.policy === policy.digest,
    isIntact: request.binding === approvalBinding(request),
    context: {
      ...(intent === undefined ? {} : { intent }),
      ...(model === undefined ? {} : { model }),
      ...(conversation === undefined ? {} : { conversation }),
      ...(agent === undefined ? {} : { agent }),
    },
    votes: request.votes.map(({ at, ...vote }) => ({ ...vote, at: isoTime(at) })),
    quorum: request.quorum,
    createdAt: isoTime(request.createdAt),
    expiresAt: isoTime(request.expiresAt),
    binding: request.binding,
    reversible: action?.reversible ?? false,
    rule: action === undefined ? null : ruleOf(action, request.amount),
    budget: budgetOf(request, policy, usage),
    reservation: request.reservation,
  };
}

function ruleOf({ approval, transcript }: ActionPolicy, amount: Amount | null): EscalationRule | null {
  if (approval === undefined) return null;
  const { above = null, approvers, expiresMs } = approval;
  const terms = { above, approvers, expiresMs };
  if (transcript === 'never') return { kind: 'no-transcript', ...terms };
  if (above === null) return { kind: 'every-call', ...terms };
  if (amount === null) return { kind: 'no-amount', ...terms };
  return amount.minor > above.minor ? { kind: 'above-amount', ...terms } : null;
}

/** Null for what a store's fault left unreadable; `isIntact` says so. */
function parsed(canonicalArguments: string): unknown {
  try {
    return JSON.parse(canonicalArguments);
  } catch {
    return null;
  }
}
