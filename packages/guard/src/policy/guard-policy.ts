import type {
  ActionLookup,
  ActionPolicy,
  ApprovalsPolicy,
  Sha256,
  TelemetryPolicy,
  ToolPrivilege,
} from '@bezoar/core/actions';

/** What a guard obeys: the declared actions of a compiled threat model, and what its layer adds to them. */
export interface GuardPolicy {
  /** SHA-256 of the compiled policy's canonical JSON: approvals and receipts name it. */
  readonly digest: Sha256;
  /** Declared actions by name. A name that is neither here nor in `tools` is denied. */
  readonly actions: ReadonlyMap<string, ActionPolicy>;
  readonly lookups: ReadonlyMap<string, ActionLookup>;
  /** Absent: no least-privilege block, so that only declared actions are possible. */
  readonly tools?: ReadonlyMap<string, ToolPrivilege>;
  readonly approvals?: ApprovalsPolicy;
  readonly telemetry?: TelemetryPolicy;
}
