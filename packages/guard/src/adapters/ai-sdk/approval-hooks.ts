import type { Principal } from '@bezoar/core/actions';
import { type Guard, HOST_CALLER } from '../../guard/create-guard.ts';
import { judgeRequest } from '../../guard/judge-request.ts';
import { parseRequest } from '../../request/parse-request.ts';
import { principalIn } from '../host/host-request.ts';
import { hasExecute, isGuardedTool, type ToolExecution } from './tool-shape.ts';

/** What `toolApproval` of the AI SDK 7 is called with, as far as it is read here. */
export interface ToolApprovalQuestion {
  readonly toolCall: { readonly toolName: string; readonly input: unknown };
  readonly tools?: unknown;
  readonly toolsContext?: unknown;
  readonly runtimeContext?: unknown;
}

/** A status of the AI SDK 7; never one that means "execute, nobody was asked". */
export interface ToolApprovalStatus {
  readonly type: 'approved' | 'denied' | 'user-approval';
  readonly reason: string;
}

/**
 * `needsApproval` of a tool in the AI SDK 6: whether the policy's rules would ask people about this call. For display
 * only: the SDK's confirmation is that of whoever chats, the guard's approval is that of an approver, and `execute`
 * asks for it whatever is confirmed here. What cannot be judged counts as needing approval.
 */
export function needsApprovalOf(
  guard: Guard,
  toolName: string,
  principalOf: (execution: ToolExecution) => Principal | undefined = ({ experimental_context }) =>
    principalIn(experimental_context) as Principal | undefined,
): (input: unknown, execution: ToolExecution) => boolean {
  return (input, execution) => {
    const { type, isCertain } = statusOf(guard, toolName, input, () => principalOf(execution));
    // A refusal needs nobody's time: `execute` says it to the model.
    return type === 'user-approval' || (type === 'denied' && !isCertain);
  };
}

/**
 * `toolApproval` of the AI SDK 7: what the policy's rules say of a call before it is executed. For display only: look-ups
 * and ceilings are asked when the tool is executed. It never answers `undefined` or `not-applicable`, which the SDK takes
 * for leave to execute, and denies a tool whose `execute` did not go through `guardTools`.
 */
export function toolApprovalOf(
  guard: Guard,
  principalOf: (question: ToolApprovalQuestion) => Principal | undefined = contextPrincipal,
): (question: ToolApprovalQuestion) => ToolApprovalStatus {
  return (question) => {
    const { toolName, input } = question.toolCall;
    const tool = ownValue(question.tools, toolName);
    if (hasExecute(tool) && !isGuardedTool(tool)) return { type: 'denied', reason: 'the tool is not guarded' };
    const { type, reason } = statusOf(guard, toolName, input, () => principalOf(question));
    return { type, reason };
  };
}

function statusOf(
  { policy }: Guard,
  action: string,
  input: unknown,
  principalOf: () => Principal | undefined,
): ToolApprovalStatus & { readonly isCertain: boolean } {
  try {
    const parsed = parseRequest({ action, principal: principalOf(), arguments: input });
    if ('fault' in parsed) return { type: 'denied', reason: parsed.reason, isCertain: false };
    const judged = judgeRequest(policy, parsed.request, HOST_CALLER);
    if (judged.kind === 'refused') {
      return {
        type: 'denied',
        reason: judged.refusal.reasons.join('; '),
        isCertain: judged.refusal.code !== 'guard/action-not-declared',
      };
    }
    const isAsked = judged.kind === 'declared' && judged.needsApproval;
    return isAsked
      ? { type: 'user-approval', reason: 'people must agree to it', isCertain: true }
      : { type: 'approved', reason: 'no rule refuses it; the guard decides when it is executed', isCertain: true };
  } catch {
    return { type: 'denied', reason: 'it could not be judged', isCertain: false };
  }
}

function contextPrincipal({ toolCall, toolsContext, runtimeContext }: ToolApprovalQuestion): Principal | undefined {
  const own = principalIn(ownValue(toolsContext, toolCall.toolName));
  return (own ?? principalIn(runtimeContext)) as Principal | undefined;
}

/** An own property. A model names the tool, and could name `constructor`. */
function ownValue(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  return (source as Readonly<Record<string, unknown>>)[name];
}
