import { randomBytes } from 'node:crypto';
import type { McpEvent, McpRefusal } from '../mcp-event.ts';
import { DEFAULT_MCP_LIMITS, MAX_EVENT_NAME_LENGTH, type McpLimits } from '../mcp-limits.ts';
import type { McpIdentity, McpRules } from '../mcp-rules.ts';
import type { GatedMethod, ServerRequest } from '../message/methods.ts';
import type { RpcId } from '../message/rpc-message.ts';
import { type CallGate, createCallGate } from '../tools/call-gate.ts';
import type { ToolFilter } from '../tools/filter-tools.ts';
import { createToolPins } from '../tools/tool-pins.ts';
import { createOpenRequests, type OpenRequests } from './open-requests.ts';

/** A message on its way, one line. */
export interface Outgoing {
  readonly to: 'client' | 'server';
  readonly message: string;
  /** Of the client's request that it makes or answers. */
  readonly id?: RpcId;
}

/** The rules of one server, resolved; its sessions share them, and the pins of its tools. */
export interface ResolvedRules {
  readonly filter: ToolFilter;
  readonly rules: McpRules;
  readonly limits: McpLimits;
  readonly allowMethods: ReadonlySet<GatedMethod>;
  readonly allowServerRequests: ReadonlySet<ServerRequest>;
  readonly randomId: () => string;
  readonly emit: (event: McpEvent) => void;
}

/** Resolves the rules of a server. */
export function resolveRules(rules: McpRules): ResolvedRules {
  const emit = (event: McpEvent): void => {
    try {
      rules.onEvent?.(cut(event));
    } catch {
      // A listener that throws must neither pass nor hold a message.
    }
  };
  return {
    rules,
    limits: { ...DEFAULT_MCP_LIMITS, ...rules.limits },
    allowMethods: new Set(rules.allowMethods),
    allowServerRequests: new Set(rules.allowServerRequests),
    randomId: rules.randomId ?? ((): string => randomBytes(16).toString('hex')),
    emit,
    filter: {
      policy: rules.guard.policy,
      prefix: rules.prefix ?? '',
      pins: createToolPins(rules.pinned),
      withOutput: new Set(),
      withholdChanged: rules.pinTools ?? false,
      isShadow: rules.guard.mode === 'shadow',
      emit,
    },
  };
}

/** What one session knows. */
export interface SessionState extends ResolvedRules {
  readonly id: string;
  readonly gate: CallGate;
  readonly requests: OpenRequests;
  /** Requests of the server that the client has not answered, by the key of their id. */
  readonly serverRequests: Map<string, string>;
  /** Protocol versions that a server may choose. */
  readonly versions: ReadonlySet<string>;
  /** Over HTTP an answer may be delivered again, and a request that is cancelled is waited for all the same. */
  readonly transport: 'stdio' | 'http';
  /** Sends what answers no message: after a timeout. */
  readonly push: (outgoing: Outgoing) => void;
  phase: 'new' | 'initializing' | 'ready' | 'closed';
  version?: string;
}

/** What a session is made of, beside the rules. */
export interface SessionOptions extends Pick<SessionState, 'versions' | 'transport' | 'push'> {
  readonly identity: McpIdentity;
}

/** The state of a session that was just opened. */
export function openState(resolved: ResolvedRules, { identity, ...transport }: SessionOptions): SessionState {
  const id = resolved.randomId();
  return {
    ...resolved,
    ...transport,
    id,
    gate: createCallGate(resolved.rules, identity, id),
    requests: createOpenRequests(),
    serverRequests: new Map(),
    phase: 'new',
  };
}

/** Tells of a message that did not pass. */
export function refuse(
  { emit }: Pick<SessionState, 'emit'>,
  from: 'client' | 'server',
  code: McpRefusal,
  method?: string,
): void {
  emit({ type: 'message-refused', from, code, ...(method === undefined ? {} : { method }) });
}

function cut(event: McpEvent): McpEvent {
  const names = (['method', 'tool', 'action'] as const).flatMap((field) => {
    const name = (event as Partial<Record<typeof field, string>>)[field];
    return name !== undefined && name.length > MAX_EVENT_NAME_LENGTH
      ? [[field, name.slice(0, MAX_EVENT_NAME_LENGTH)]]
      : [];
  });
  return names.length === 0 ? event : ({ ...event, ...Object.fromEntries(names) } as McpEvent);
}
