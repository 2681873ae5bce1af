import { UsageError } from '@bezoar/core/actions';
import type { GuardClock } from '../clock/guard-clock.ts';
import type { GuardEvent } from '../decision/guard-event.ts';
import type { GuardMode } from '../decision/guard-mode.ts';
import type { EligibilityLookup } from '../eligibility/eligibility-lookup.ts';
import type { GuardPolicy } from '../policy/guard-policy.ts';
import type { GuardStore } from '../store/guard-store.ts';

/** What a guard is made of. */
export interface GuardOptions {
  /** From `parseGuardPolicy`. */
  readonly policy: GuardPolicy;
  readonly store: GuardStore;
  /** Look-ups by the name that the policy gives them; one that is not here is asked over HTTP, as declared. */
  readonly lookups?: Readonly<Record<string, EligibilityLookup>>;
  /** For look-ups over HTTP: another `fetch`, and headers such as a service's own token. */
  readonly fetch?: typeof fetch;
  readonly lookupHeaders?: Readonly<Record<string, string>>;
  /** The value of a secret that the policy lists for a tool. */
  readonly secrets?: (handle: string) => string | Promise<string>;
  /** PEM of the Ed25519 keys of approvers, by name; with one key, only signed votes count. */
  readonly approverKeys?: ReadonlyMap<string, string>;
  /** Default `enforce`. `shadow` never changes an effect, and raises an alarm with every decision. */
  readonly mode?: GuardMode;
  readonly clock?: GuardClock;
  /** 32 hexadecimal digits, unguessable. */
  readonly randomId?: () => string;
  /** How long an allowed action may take before its outcome is unknown, milliseconds. Default `DEFAULT_EXECUTION_MS`. */
  readonly executionMs?: number;
  /** How long the store may take, milliseconds. Default `DEFAULT_STORE_MS`. */
  readonly storeMs?: number;
  readonly onEvent?: (event: GuardEvent) => void;
}

/** Five minutes: longer than any synchronous call to a payment service, shorter than an approver's patience. */
export const DEFAULT_EXECUTION_MS: number = 5 * 60_000;

/** Five seconds: about a thousand times a durable transaction; what takes longer is broken. */
export const DEFAULT_STORE_MS = 5_000;

/** Longest time of a timer of Node, milliseconds: a longer one fires at once. */
const MAX_TIMER_MS: number = 2 ** 31 - 1;

/** Throws `guard/option` for a mode or a time that would switch something off by being misspelt. */
export function checkOptions({
  mode,
  ...times
}: {
  readonly mode: unknown;
  readonly executionMs: number;
  readonly storeMs: number;
}): void {
  if (mode !== 'enforce' && mode !== 'shadow') {
    throw new UsageError('guard/option', `expected \`mode\` to be \`enforce\` or \`shadow\`, got \`${String(mode)}\``);
  }
  for (const [name, ms] of Object.entries(times)) {
    if (Number.isSafeInteger(ms) && ms >= 1 && ms <= MAX_TIMER_MS) continue;
    throw new UsageError('guard/option', `expected \`${name}\` to be 1 to ${MAX_TIMER_MS} milliseconds, got ${ms}`);
  }
}
