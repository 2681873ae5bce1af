/** Why something was not simply allowed. Stable; documented in docs/guide/guard.md. */
export const DECISION_CODES = [
  'guard/action-not-declared',
  'guard/already-done',
  'guard/amount-refused',
  'guard/approval-needed',
  'guard/approval-refused',
  'guard/argument-refused',
  'guard/arguments-malformed',
  'guard/ceiling-exceeded',
  'guard/eligibility-failed',
  'guard/in-flight',
  'guard/internal',
  'guard/key-missing',
  'guard/key-reused',
  'guard/never-legitimate',
  'guard/not-eligible',
  'guard/outcome-unknown',
  'guard/overloaded',
  'guard/principal-mismatch',
  'guard/principal-missing',
  'guard/request-malformed',
  'guard/stopped',
  'guard/store-failed',
  'guard/transcript-violated',
] as const;

/** One of `DECISION_CODES`. */
export type DecisionCode = (typeof DECISION_CODES)[number];

/** A refusal and what led to it. */
export interface Refusal {
  readonly code: DecisionCode;
  /** For people; may quote names of the policy, never values that the model wrote. */
  readonly reasons: readonly string[];
}
