import type { Hazard, TranscriptPrecondition } from '../record/hazard.ts';
import type { Amount } from './amount.ts';

/** Where an action's amount stands among its arguments. */
export interface ActionAmount {
  readonly argument: string;
  readonly currency: string;
  /** Whether the argument counts minor units (cents) or major units (dollars, as a decimal text). */
  readonly unit: 'minor' | 'major';
}

/** Whose actions a ceiling adds up. */
export const CEILING_SCOPES = ['account', 'tenant', 'global'] as const;

/** One of `CEILING_SCOPES`. */
export type CeilingScope = (typeof CEILING_SCOPES)[number];

/** At most so much, or so often, within a sliding window. */
export interface ActionCeiling {
  readonly scope: CeilingScope;
  readonly limit: Amount | { readonly count: number };
  readonly windowMs: number;
}

/** When a person must agree. */
export interface ActionApproval {
  /** Amounts above this need approval; absent: every call does. */
  readonly above?: Amount;
  readonly expiresMs: number;
  /** People who must approve, none of them the requester. */
  readonly approvers: number;
}

/** A look-up of the real system, by which eligibility is established at run time. */
export interface ActionLookup {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** `{argument}` stands for an argument of the action, percent-encoded. */
  readonly url: string;
  readonly expect: ReadonlyMap<string, string | number | boolean>;
  /** Further fields that the answer may have; `any`: whatever it likes. A field that is neither expected nor listed denies. */
  readonly ignore: readonly string[] | 'any';
}

/** Arguments that name a principal: each must name the one that the host authenticated. */
export interface PrincipalArguments {
  readonly account: readonly string[];
  readonly tenant: readonly string[];
}

/**
 * How the real tool is asked whether it has the ceiling too: on an account that stands for nobody, for the smallest
 * amount above the action's tightest ceiling. A tool without a ceiling of its own credits that account.
 */
export interface ActionCanary {
  readonly method: 'POST' | 'PUT';
  /** Absolute, without placeholders; `http:` only to loopback. */
  readonly url: string;
  /** What the tool is called with, without the amount. */
  readonly arguments: ReadonlyMap<string, string | number | boolean>;
}

/** A high-value action: declared once; the corpus scan, the gate and the guard read the same. */
export interface ActionPolicy {
  readonly name: string;
  readonly amount?: ActionAmount;
  /** Absent: arguments with a usual name of an account or tenant, such as `account_id`. */
  readonly principal?: PrincipalArguments;
  /** Whether the effect can be taken back; shown to whoever approves. Absent: taken for irreversible. */
  readonly reversible?: boolean;
  /** Arguments that together name the business transaction: one effect for each combination. */
  readonly oncePer: readonly string[];
  readonly runtime?: { readonly lookup: string; readonly withinMs: number };
  /** `never`: no transcript makes the action legitimate. */
  readonly transcript?: TranscriptPrecondition | 'never';
  readonly claims: readonly string[];
  readonly ceilings: readonly ActionCeiling[];
  readonly approval?: ActionApproval;
  /** Asked by `bezoar drift` alone. INVARIANT: the action then has an amount and at least one ceiling of money. */
  readonly canary?: ActionCanary;
}

/** The actions block. Whatever is not declared is denied. */
export interface ActionsPolicy {
  readonly default: 'deny';
  readonly lookups: readonly ActionLookup[];
  readonly actions: readonly ActionPolicy[];
}

/** The hazards that follow from declared actions: those with a precondition over the transcript. */
export function hazardsOf({ actions }: ActionsPolicy): Hazard[] {
  return actions.flatMap(({ name, transcript, claims }): Hazard[] => {
    if (transcript === undefined) return [];
    const precondition = transcript === 'never' ? {} : { precondition: transcript };
    return [{ action: name, ...precondition, claims, origin: 'declared' }];
  });
}
