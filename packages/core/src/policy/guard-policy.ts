/** What an argument of a listed tool may be. `any` is JSON of any shape within the guard's limits. */
export const ARGUMENT_TYPES = ['text', 'integer', 'number', 'boolean', 'any'] as const;

/** One of `ARGUMENT_TYPES`. */
export type ArgumentType = (typeof ARGUMENT_TYPES)[number];

/** What one argument may be. An argument without a rule denies the call. */
export interface ArgumentRule {
  readonly type: ArgumentType;
  /** Whether the call may leave it out. */
  readonly optional: boolean;
  /** The only values that it may have. */
  readonly oneOf?: readonly (string | number)[];
  /** Longest text, in UTF-16 code units. */
  readonly maxLength?: number;
  /** Least and greatest number, both included. */
  readonly min?: number;
  readonly max?: number;
}

/** An address that a tool may ask. */
export interface Destination {
  /**
   * `https://host[:port]/path`: the host is exact, the path is exact or ends in `/*`, which stands for what lies below.
   * Without a path: every path of the host.
   */
  readonly url: string;
  /** Methods, upper case. */
  readonly methods: readonly string[];
  /** Parameters that a query may have; a query with another one is refused, since it carries data out. */
  readonly query: readonly string[];
}

/** What a tool may be called with, and what it may reach. */
export interface ToolPrivilege {
  readonly name: string;
  /** Absent: any arguments. */
  readonly arguments?: ReadonlyMap<string, ArgumentRule>;
  /** Empty: it reaches no address through the guard. */
  readonly destinations: readonly Destination[];
  /** Handles of the secrets that its implementation is given. The model never sees a value. */
  readonly secrets: readonly string[];
}

/** Everything the model may reach. A tool that is neither listed nor a declared action is denied. */
export interface LeastPrivilegePolicy {
  readonly tools: readonly ToolPrivilege[];
}

/** Who may approve. */
export interface ApprovalsPolicy {
  /** Names of approvers; empty: whoever the decision point authenticates as one. */
  readonly approvers: readonly string[];
}

/** When recurring phrases before requests become an incident. */
export interface TelemetryPolicy {
  /** Distinct accounts, at least. */
  readonly accounts: number;
  /** Distinct tenants, at least; one where a deployment has only one. */
  readonly tenants: number;
}

/** Layer 4 of a compiled threat model, the declared actions apart. */
export interface GuardControls {
  readonly leastPrivilege?: LeastPrivilegePolicy;
  readonly approvals?: ApprovalsPolicy;
  readonly telemetry?: TelemetryPolicy;
}
