export type { JsonValue } from './canonical-json.ts';
export { canonicalJson, MAX_CANONICAL_DEPTH } from './canonical-json.ts';
export type { Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export type { Sha256 } from './digest.ts';
export { isSha256, sha256 } from './digest.ts';
export { BezoarError, describeError, UsageError } from './errors.ts';
export type {
  ActionAmount,
  ActionApproval,
  ActionCeiling,
  ActionLookup,
  ActionPolicy,
  ActionsPolicy,
  CeilingScope,
  PrincipalArguments,
} from './policy/action-policy.ts';
export { CEILING_SCOPES } from './policy/action-policy.ts';
export type { Amount } from './policy/amount.ts';
export { formatAmount, minorDigits, parseAmount } from './policy/amount.ts';
export { formatDuration, MAX_DURATION_MS } from './policy/duration.ts';
export type {
  ApprovalsPolicy,
  ArgumentRule,
  ArgumentType,
  Destination,
  GuardControls,
  LeastPrivilegePolicy,
  TelemetryPolicy,
  ToolPrivilege,
} from './policy/guard-policy.ts';
export { ARGUMENT_TYPES } from './policy/guard-policy.ts';
export type { Conversation } from './record/conversation.ts';
export { countedName } from './record/counted-name.ts';
export { fieldOf } from './record/field-of.ts';
export type { Hazard, TranscriptPrecondition } from './record/hazard.ts';
export { findHazardViolations } from './record/hazard-check.ts';
export type { Principal } from './record/principal.ts';
export { parseUnrepeatedJson } from './unrepeated-json.ts';
