import type { Amount, JsonValue, Principal } from '@bezoar/core/actions';

/** What an eligibility look-up is asked. */
export interface EligibilityQuestion {
  readonly action: string;
  readonly principal: Principal;
  readonly arguments: { readonly [name: string]: JsonValue };
  readonly amount: Amount | null;
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
}

/**
 * Asks the real system whether a call is due. Its answer is an object whose fields are compared with the policy's
 * `expect`; anything else, and any failure, denies.
 */
export type EligibilityLookup = (question: EligibilityQuestion) => Promise<unknown>;
