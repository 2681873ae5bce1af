import { randomBytes } from 'node:crypto';
import { describeError } from '@bezoar/core/actions';
import { type ApproverRules, readApproverKeys } from '../approvals/approver-rules.ts';
import { createGuardClock } from '../clock/guard-clock.ts';
import type { DecisionCode } from '../decision/decision-code.ts';
import type { DenyDecision, GuardDecision } from '../decision/guard-decision.ts';
import type { AlarmCode, GuardEvent } from '../decision/guard-event.ts';
import type { GuardMode } from '../decision/guard-mode.ts';
import { askEligibility } from '../eligibility/ask-eligibility.ts';
import { within } from '../eligibility/deadline.ts';
import type { GuardPolicy } from '../policy/guard-policy.ts';
import type { ActionRequest, TypedRequest } from '../request/action-request.ts';
import { parseRequest } from '../request/parse-request.ts';
import { defineCounters } from '../store/apply/define-counters.ts';
import type { Operation, OperationBase, OperationResult, ReserveOperation } from '../store/apply/operation.ts';
import { createBatcher } from '../store/batcher.ts';
import { definitionsOf } from '../store/counter-key.ts';
import type { GuardStore } from '../store/guard-store.ts';
import { decisionOf, shadowOf } from './decision-of.ts';
import { checkOptions, DEFAULT_EXECUTION_MS, DEFAULT_STORE_MS, type GuardOptions } from './guard-options.ts';
import { type GuardedCall, type GuardedOutcome, type GuardedRequest, guardedAction } from './guarded-action.ts';
import { judgeRequest, type RuleJudgement } from './judge-request.ts';
import { lookupsOf } from './lookups-of.ts';
import { secretOf } from './secret-of.ts';
import { soundId, soundTime } from './sound-inputs.ts';

/** The one that is asked where a request names no caller: the host itself. */
export const HOST_CALLER = 'host';

/** Authorizes high-value actions independently of the model that asks for them. */
export interface Guard {
  readonly policy: GuardPolicy;
  readonly store: GuardStore;
  readonly mode: GuardMode;
  /** Wraps the implementation of a tool: the one place where a call is authorized, executed once and settled. */
  guard<T>(
    action: string,
    implementation: (call: GuardedCall) => Promise<T>,
  ): (request: GuardedRequest) => Promise<GuardedOutcome<T>>;
  /** Decides; whoever is allowed executes once and settles. Never rejects: what fails is a denial. */
  authorize(request: ActionRequest, caller?: string): Promise<GuardDecision>;
  /** Says what came of an allowed action. Repeating the same word is harmless. */
  settle(settlement: Settlement): Promise<OperationResult>;
  /** A person's word on a waiting request. The approver's name comes from the host's authentication. */
  decide(vote: Vote): Promise<OperationResult>;
  /** Denies an action, or all where it is empty, in every process that shares the store, from the next decision on. */
  stop(order: StopOrder): Promise<OperationResult>;
  resume(order: StopOrder): Promise<OperationResult>;
  /** The value of a secret that the policy lists for a tool. Rejects for any other. */
  secret(action: string, handle: string): Promise<string>;
  /** Waits for what is being written. Does not close the store. */
  drain(): Promise<void>;
}

/** What came of an action. `failed` is for certain: whoever does not know says `unknown`. */
export interface Settlement {
  readonly reservation: string;
  readonly outcome: 'done' | 'failed' | 'unknown';
  /** Default: the host. */
  readonly caller?: string;
  /** Whether the caller is an operator who looked, and may settle what another one reserved. */
  readonly isOperator?: boolean;
}

/** One approver's word. */
export interface Vote {
  readonly requestId: string;
  readonly approver: string;
  readonly decision: 'approve' | 'deny';
  readonly reason?: string;
  /** Ed25519 over `voteBytes`, base64. */
  readonly signature?: string;
}

/** Who stops what, and why. */
export interface StopOrder {
  /** Empty: every action. */
  readonly action: string;
  readonly reason: string;
  readonly by: string;
}

/** Who asks, and whether it executes by itself. */
interface Asking {
  readonly caller: string;
  readonly isExclusive: boolean;
}

/** Makes a guard. Rejects where the store cannot be used: a guard that cannot count does not start. */
export async function createGuard(options: GuardOptions): Promise<Guard> {
  const { policy, store, mode = 'enforce', executionMs = DEFAULT_EXECUTION_MS, storeMs = DEFAULT_STORE_MS } = options;
  checkOptions({ mode, executionMs, storeMs });
  const clock = options.clock ?? createGuardClock();
  const randomId = options.randomId ?? ((): string => randomBytes(16).toString('hex'));
  const approvers: ApproverRules = {
    approvers: policy.approvals?.approvers ?? [],
    keys: readApproverKeys(options.approverKeys ?? new Map()),
  };
  const lookups = lookupsOf(options);
  await defineCounters(store, definitionsOf(policy.actions.values()), soundTime(clock.read()).window);
  const batcher = createBatcher(store);

  const emit = (event: GuardEvent): void => {
    // A listener that throws, now or later, must neither deny nor allow, nor end the process.
    void Promise.resolve()
      .then(() => options.onEvent?.(event))
      .catch(() => undefined);
  };
  const alarm = (code: AlarmCode, message: string): void => emit({ type: 'alarm', code, message });
  if (mode === 'shadow') alarm('guard/shadow-mode', 'nothing is denied: the guard only watches');

  const submit = (operation: Operation): Promise<OperationResult> => within(storeMs, () => batcher.submit(operation));
  const newId = (): string => soundId(randomId());
  const base = (): OperationBase => ({ receiptId: newId(), time: soundTime(clock.read()) });

  const deny = async (
    code: DecisionCode,
    reasons: readonly string[],
    request?: TypedRequest,
  ): Promise<DenyDecision> => {
    const { principal } = request ?? {};
    const body = {
      kind: 'deny' as const,
      action: request?.action ?? '',
      ...(principal === undefined ? {} : { tenant: principal.tenant, account: principal.account }),
      ...(request === undefined ? {} : { requester: request.requester, argumentsDigest: request.argumentsDigest }),
      code,
      policy: policy.digest,
      mode,
    };
    try {
      const { receipt } = (await submit({ kind: 'deny', ...base(), body })) as OperationResult & { kind: 'recorded' };
      return { decision: 'deny', code, reasons, receipt };
    } catch (error) {
      alarm('guard/store-failed', `a denial could not be recorded: ${describeError(error)}`);
      return { decision: 'deny', code, reasons };
    }
  };

  const reserve = async (
    request: TypedRequest,
    judged: Extract<RuleJudgement, { kind: 'declared' }>,
    { caller, isExclusive }: Asking,
  ): Promise<GuardDecision> => {
    const { action, amount } = judged;
    const question = { action: action.name, principal: request.principal, arguments: request.arguments, amount };
    const refusal = await askEligibility(action, lookups, question);
    const operation: ReserveOperation = {
      kind: 'reserve',
      ...base(),
      id: newId(),
      action: action.name,
      principal: request.principal,
      requester: request.requester,
      caller,
      canonicalArguments: request.canonicalArguments,
      argumentsDigest: request.argumentsDigest,
      keys: judged.keys,
      amount,
      ceilings: action.ceilings,
      ...(refusal === undefined ? {} : { refusal }),
      ...(action.approval === undefined || !judged.needsApproval
        ? {}
        : {
            approval: {
              quorum: action.approval.approvers,
              expiresMs: action.approval.expiresMs,
              approvers,
              newId: newId(),
              ...(request.approval === undefined ? {} : { presented: request.approval }),
            },
          }),
      policy: policy.digest,
      mode,
      executionMs,
      isExclusive,
      context: request.context,
    };
    const pending = batcher.submit(operation);
    try {
      const result = await within(storeMs, () => pending);
      if (result.kind === 'waiting' && result.approval.id === operation.approval?.newId) {
        emit({ type: 'approval-requested', approval: result.approval });
      }
      return decisionOf(result, request.arguments);
    } catch (error) {
      // Nothing was executed: should the reservation have been written, or be written late, it had no effect.
      void pending.catch(() => undefined).then(() => release(operation.id, caller));
      alarm('guard/store-failed', describeError(error));
      const isFull = error instanceof Error && 'code' in error && error.code === 'guard/overloaded';
      const code = isFull ? 'guard/overloaded' : 'guard/store-failed';
      return { decision: 'deny', code, reasons: ['the store could not count it'] };
    }
  };

  const release = async (reservation: string, caller: string): Promise<void> => {
    try {
      await batcher.submit({
        kind: 'settle',
        ...base(),
        reservation,
        outcome: 'failed',
        actor: caller,
        isOperator: false,
        isUntold: true,
      });
    } catch {
      // It stays held, and becomes unknown: the safe side.
    }
  };

  const listed = async (request: TypedRequest): Promise<GuardDecision> => {
    const stops = await within(storeMs, () => store.stops());
    const isStopped = stops.some(({ action }) => action === '' || action === request.action);
    if (isStopped) return deny('guard/stopped', ['stopped by an operator'], request);
    return { decision: 'allow', reasons: ['a listed tool'], arguments: request.arguments, isReplay: false };
  };

  const decideRequest = async (parsed: ReturnType<typeof parseRequest>, asking: Asking): Promise<GuardDecision> => {
    if ('fault' in parsed) return deny(parsed.fault, [parsed.reason]);
    const { request } = parsed;
    const judged = judgeRequest(policy, request, asking.caller);
    if (judged.kind === 'refused') return deny(judged.refusal.code, judged.refusal.reasons, request);
    return judged.kind === 'listed' ? listed(request) : reserve(request, judged, asking);
  };

  const authorize = async (value: ActionRequest, asking: Asking): Promise<GuardDecision> => {
    const startedAt = performance.now();
    const parsed = parseRequest(value);
    const request = 'request' in parsed ? parsed.request : undefined;
    let decision: GuardDecision;
    try {
      if (clock.aheadMs() > 0)
        alarm('guard/clock-ahead', `the clock is ${clock.aheadMs()} ms ahead of the time that passed`);
      decision = await decideRequest(parsed, asking);
    } catch (error) {
      alarm('guard/store-failed', describeError(error));
      decision = { decision: 'deny', code: 'guard/internal', reasons: ['the guard itself failed'] };
    }
    if (mode === 'shadow' && decision.decision !== 'allow') {
      alarm('guard/shadow-mode', `would not have been allowed: ${decision.code}`);
      decision = shadowOf(decision, request?.arguments ?? {});
    }
    // Listeners get the very object that is acted on.
    decision = Object.freeze(decision);
    emit({
      type: 'decision',
      mode,
      ...(request === undefined ? {} : { request }),
      decision,
      isHighValue: request !== undefined && policy.actions.has(request.action),
      durationMs: performance.now() - startedAt,
    });
    return decision;
  };

  const guard: Guard = {
    policy,
    store,
    mode,
    guard: (action, implementation) =>
      guardedAction(
        {
          mode,
          // What is executed here is never executed on a replay, so that a retry leaves the first attempt alone.
          authorize: (request) => authorize(request, { caller: HOST_CALLER, isExclusive: true }),
          settle: settleQuietly,
          secret: guard.secret,
          executionMs,
        },
        action,
        implementation,
      ),
    authorize: (value, caller = HOST_CALLER) => authorize(value, { caller, isExclusive: false }),
    settle: async ({ reservation, outcome, caller = HOST_CALLER, isOperator = false }) => {
      const result = await submit({ kind: 'settle', ...base(), reservation, outcome, actor: caller, isOperator });
      if (result.kind === 'settled' && result.receipt !== undefined) {
        emit({ type: 'settled', reservation, action: result.reservation.action, outcome });
        if (outcome === 'unknown')
          alarm('guard/outcome-unknown', `nobody knows what came of \`${reservation}\`; it is held`);
      }
      return result;
    },
    decide: async ({ requestId, approver, decision, reason = '', signature }) => {
      const vote = { approver, decision, reason, ...(signature === undefined ? {} : { signature }) };
      const result = await submit({ kind: 'vote', ...base(), approval: requestId, vote, approvers });
      if (result.kind === 'voted') emit({ type: 'approval-decided', approval: result.approval });
      return result;
    },
    stop: ({ action, reason, by }) => submit({ kind: 'stop', ...base(), action, reason, actor: by }),
    resume: ({ action, reason, by }) => submit({ kind: 'resume', ...base(), action, reason, actor: by }),
    secret: (action, handle) => secretOf(options, action, handle),
    drain: () => batcher.drain(),
  };
  const settleQuietly = async (reservation: string, outcome: Settlement['outcome']): Promise<boolean> => {
    try {
      const result = await guard.settle({ reservation, outcome });
      if (result.kind === 'settled') return true;
      alarm('guard/settlement-lost', `\`${reservation}\` was not settled as ${outcome}`);
    } catch (error) {
      alarm('guard/settlement-lost', `\`${reservation}\` was not settled as ${outcome}: ${describeError(error)}`);
    }
    return false;
  };
  return guard;
}
