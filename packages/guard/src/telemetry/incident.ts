/** Something that an operator should look at. */
export type Incident = PhraseIncident | WatchedIncident | LiftIncident;

/**
 * What speaks for a harmless explanation, never for silence. `mostly-without-precondition`: what an attack looks like.
 * `mostly-with-precondition`: what an outage, a promotion or a campaign looks like, and an attack that imitates the precondition.
 * `unknown`: nobody looked.
 */
export type IncidentLabel = 'mostly-without-precondition' | 'mostly-with-precondition' | 'unknown';

/** A rare phrase that several accounts came with before they requested an action. */
export interface PhraseIncident {
  readonly kind: 'phrase';
  /** Keyed hash: stable as long as the secret is. */
  readonly id: string;
  /** The longest phrase, normalised; empty where texts are not kept. */
  readonly phrase: string;
  /** Every longest phrase, normalised: what corpus search and the probe set take. */
  readonly variants: readonly string[];
  /** Keyed hashes of the n-grams. */
  readonly gramIds: readonly string[];
  readonly label: IncidentLabel;
  /** Minus the decimal logarithm of the probability that the language alone did it. */
  readonly surprise: number;
  /** Distinct accounts; a lower bound where `isSaturated`. */
  readonly accounts: number;
  readonly tenants: number;
  readonly isSaturated: boolean;
  readonly requests: number;
  /** Accounts that used the phrase without a request; an estimate. */
  readonly bystanders: number;
  /** Accounts by name, sorted, with their tenants; at most 64, empty where texts are not kept. */
  readonly principals: readonly { readonly tenant: string; readonly account: string }[];
  readonly actions: readonly string[];
  readonly intents: readonly string[];
  readonly models: readonly string[];
  readonly accountsAtAlert: number;
  readonly firstSeenAtMs: number;
  readonly firstAlertAtMs: number;
  readonly lastSeenAtMs: number;
  /** Present where every request of it came after a change of the model. */
  readonly modelChange?: ModelChange;
}

/** A change of the model that an incident began after. */
export interface ModelChange {
  readonly model: string;
  readonly sinceMs: number;
  /** Requests counted before and after the change. */
  readonly requestsBefore: number;
  readonly requestsAfter: number;
  /** Chance that all accounts came after it, had the phrase been as usual before. */
  readonly probability: number;
}

/** A phrase that was known before, say from the corpus scan or the gate, in a request. */
export interface WatchedIncident {
  readonly kind: 'watched';
  readonly id: string;
  /** As it was given. */
  readonly phrase: string;
  readonly accounts: number;
  readonly isSaturated: boolean;
  readonly requests: number;
  readonly actions: readonly string[];
  readonly firstSeenAtMs: number;
  readonly firstAlertAtMs: number;
  readonly lastSeenAtMs: number;
}

/** What is measured of a series, each as a share of the conversations with its intent. */
export const LIFT_MEASURES = ['requested', 'approved', 'denied', 'without-precondition'] as const;

/** One of `LIFT_MEASURES`. */
export type LiftMeasure = (typeof LIFT_MEASURES)[number];

/** An action that is requested more often than it was. */
export interface LiftIncident {
  readonly kind: 'lift';
  readonly id: string;
  readonly measure: LiftMeasure;
  readonly action: string;
  readonly intent: string;
  readonly model: string;
  readonly against: 'previous-model' | 'own-history';
  /** Shares of the conversations. */
  readonly rate: number;
  readonly referenceRate: number;
  readonly trials: number;
  readonly referenceTrials: number;
  /** Evidence against the reference rate: the chance that it ever gets so large by itself is at most 1 / `evidence`. */
  readonly evidence: number;
  /** Conversations of the series when it was first alerted. */
  readonly trialsAtAlert: number;
  readonly firstSeenAtMs: number;
  readonly firstAlertAtMs: number;
  readonly lastSeenAtMs: number;
}
