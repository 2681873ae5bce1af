import type { DecisionCode } from '../../decision/decision-code.ts';
import type { McpRefusal } from '../mcp-event.ts';
import type { JsonFields, RpcId } from '../message/rpc-message.ts';
import { RPC_CODES, writeError, writeResult } from '../message/write-message.ts';

/** What the model is told of a call that was not made, or of which nobody knows what came. No reasons: they hold limits. */
export interface CallRefusal {
  readonly decision: 'deny' | 'needs-approval' | 'unknown';
  readonly code: DecisionCode | McpRefusal;
  readonly requestId?: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt?: number;
}

/** Where a refused call carries its decision for programs, whatever the tool's own output is (MCP 2025-11-25, `_meta`). */
export const DECISION_META = 'bezoar/decision';

/** A request that is refused. */
export interface RefusedRequest {
  readonly id: RpcId;
  readonly method: string;
  /** Whether the decision may stand as structured content: not where the tool declared another shape, which clients check. */
  readonly isStructured: boolean;
}

/**
 * The answer to a refused request. To a call of a tool: a result with `isError`, from which the model can go on, as the
 * specification has it for errors of tools (MCP 2025-11-25, server/tools, error handling); to any other method an error.
 */
export function answerRefusal({ id, method, isStructured }: RefusedRequest, refusal: CallRefusal): string {
  const text = textOf(refusal);
  const { decision, code, requestId, expiresAt } = refusal;
  const data: JsonFields = {
    decision,
    code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  if (method !== 'tools/call') return writeError(id, { code: RPC_CODES.denied, message: text, data });
  return writeResult(id, {
    content: [{ type: 'text', text }],
    ...(isStructured ? { structuredContent: data } : {}),
    isError: true,
    _meta: { [DECISION_META]: data },
  });
}

function textOf({ decision, code, requestId }: CallRefusal): string {
  if (decision === 'deny') return `denied: ${code}`;
  if (decision === 'unknown') return `unknown: ${code}; it may have happened, do not repeat it`;
  return `needs approval: ${code}; once request ${requestId} is approved, make the same call again`;
}
