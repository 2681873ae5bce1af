import type { DecisionCode } from '../decision/decision-code.ts';

/** Why a message, or a part of one, did not pass. Stable. */
export const MCP_REFUSALS = [
  'mcp/batch',
  'mcp/id',
  'mcp/id-in-use',
  'mcp/initialized-already',
  'mcp/lost',
  'mcp/malformed',
  'mcp/not-initialized',
  'mcp/not-json',
  'mcp/not-utf8',
  'mcp/oversize',
  'mcp/params',
  'mcp/protocol-version',
  'mcp/server-request',
  'mcp/task',
  'mcp/too-many-open',
  'mcp/tool-changed',
  'mcp/unexpected-notification',
  'mcp/unexpected-response',
  'mcp/unknown-method',
] as const;

/** One of `MCP_REFUSALS`. */
export type McpRefusal = (typeof MCP_REFUSALS)[number];

/** Why a tool is not shown to the model. */
export type WithheldReason = 'unlisted' | 'changed' | 'duplicate' | 'malformed' | 'needs-tasks';

/**
 * What happens between a client and a server, beside the guard's own events. Listeners cannot change anything.
 * Attacker controls: names of tools and methods; they are cut to `MAX_EVENT_NAME_LENGTH` and otherwise as they came.
 */
export type McpEvent =
  | {
      readonly type: 'message-refused';
      readonly from: 'client' | 'server';
      readonly code: McpRefusal;
      readonly method?: string;
    }
  | {
      readonly type: 'call-decided';
      readonly action: string;
      readonly decision: 'allow' | 'deny' | 'needs-approval';
      readonly code?: DecisionCode | McpRefusal;
      readonly requestId?: string;
    }
  /** `isRecorded: false`: the guard could not be told; the reservation stays held. */
  | {
      readonly type: 'call-settled';
      readonly action: string;
      readonly outcome: 'done' | 'failed' | 'unknown';
      readonly why: 'answered' | 'tool-error' | 'protocol-error' | 'cancelled' | 'timeout' | 'lost';
      readonly reservation?: string;
      readonly isRecorded: boolean;
    }
  | { readonly type: 'tool-withheld'; readonly tool: string; readonly reason: WithheldReason }
  /** First sight. To notice a change over restarts too, keep the digest and hand it back as `pinned`. */
  | { readonly type: 'tool-pinned'; readonly tool: string; readonly digest: string }
  /** The server describes a tool otherwise than at first sight. */
  | { readonly type: 'tool-changed'; readonly tool: string; readonly digest: string; readonly pinned: string }
  | { readonly type: 'session-opened' | 'session-closed'; readonly session: string };
