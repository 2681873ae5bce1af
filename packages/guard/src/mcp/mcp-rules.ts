import type { Principal } from '@bezoar/core/actions';
import type { Guard } from '../guard/create-guard.ts';
import type { RequestContext } from '../request/action-request.ts';
import type { McpEvent } from './mcp-event.ts';
import type { McpLimits } from './mcp-limits.ts';
import type { GatedMethod, ServerRequest } from './message/methods.ts';
import type { JsonFields, RpcFailure } from './message/rpc-message.ts';

/** What came of a call that the server answered with an error, or with a result that says so. */
export interface FailedCall {
  /** The policy's name of it. */
  readonly action: string;
  /** Attacker controls: what a server says here. */
  readonly answer: { readonly result: JsonFields } | { readonly error: RpcFailure };
}

/**
 * How the guard stands between a client and a server, whatever the transport. A guard in shadow mode lets every call and
 * every tool pass and tells what it would have done; messages that are none of the protocol are refused all the same.
 */
export interface McpRules {
  readonly guard: Guard;
  /** Who asks the guard, and alone may settle. Default `HOST_CALLER`. */
  readonly caller?: string;
  /** Put before a tool's name to have the policy's, such as `files/`. With several servers each needs its own, or one may take another's names. Default empty. */
  readonly prefix?: string;
  /** Methods that pass although the policy does not list them. Default none. */
  readonly allowMethods?: readonly GatedMethod[];
  /** What the server may ask of the client. Default nothing. */
  readonly allowServerRequests?: readonly ServerRequest[];
  /** Digests of tools by name, from earlier `tool-pinned` events. */
  readonly pinned?: ReadonlyMap<string, string>;
  /** Whether a tool that is described otherwise than at first sight is withheld, and calls of it denied. Default false. */
  readonly pinTools?: boolean;
  /**
   * What came of a call that failed. Default, and where it throws, `unknown`: a tool that reports a failure may have had
   * its effect. `failed` frees the ceilings: say so only of tools whose word you trust.
   */
  readonly outcomeOf?: (call: FailedCall) => 'done' | 'failed' | 'unknown';
  readonly limits?: Partial<McpLimits>;
  readonly onEvent?: (event: McpEvent) => void;
  /** 32 hexadecimal digits, unguessable. */
  readonly randomId?: () => string;
}

/**
 * On whose behalf a session is.
 * INVARIANT: from the host's own authentication, never from a message.
 */
export interface McpIdentity {
  readonly principal: Principal;
  /** Who asks, where that is not the principal. May not approve. */
  readonly requester?: string;
  readonly context?: RequestContext;
}
