import type { Conversation, JsonValue, Principal } from '@bezoar/core/actions';

/** What the guard is told of the circumstances of a request. Labels for people and telemetry: no rule reads them. */
export interface RequestContext {
  /** What the user wanted, by the host's own classification. */
  readonly intent?: string;
  /** The model that made the call, with its version. */
  readonly model?: string;
  readonly conversation?: string;
  readonly agent?: string;
}

/** A call that a model wants to make, as its host passes it on. */
export interface ActionRequest {
  /** The tool's name. */
  readonly action: string;
  /**
   * Whose action it is.
   * INVARIANT: from the host's authenticated session, never from the model's arguments.
   */
  readonly principal: Principal;
  /** The arguments that the model wrote. Attacker controls: all of them. */
  readonly arguments: unknown;
  /** The host's name for this request; a retry has the same. Needed where the policy has no `once_per`. */
  readonly idempotencyKey?: string;
  /** Who asks, where that is not the principal: an agent, a colleague. May not approve. */
  readonly requester?: string;
  /** Id of an approved request. */
  readonly approval?: string;
  readonly context?: RequestContext;
  /** What the user wrote, for telemetry. Kept nowhere else. */
  readonly text?: string;
  /** The conversation, where the host has it. It can only lead to a denial. */
  readonly transcript?: Conversation;
}

/** A request whose every part was read once and type-checked. */
export interface TypedRequest {
  readonly action: string;
  readonly principal: Principal;
  readonly requester: string;
  readonly arguments: { readonly [name: string]: JsonValue };
  /** Canonical JSON of the arguments, and its SHA-256. */
  readonly canonicalArguments: string;
  readonly argumentsDigest: string;
  readonly idempotencyKey?: string;
  readonly approval?: string;
  readonly context: RequestContext;
  readonly text?: string;
  readonly transcript?: Conversation;
}
