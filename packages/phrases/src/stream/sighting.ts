/** One conversation, or one turn of it, as telemetry sees it. Attacker controls: the text, and through it the facts. */
export interface Sighting {
  /** What the user wrote: one text, or its turns. Phrases do not reach from one turn into the next. */
  readonly text: string | readonly string[];
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** From the authenticated session. Empty where nobody knows: it then counts towards no incident. */
  readonly account: string;
  readonly tenant: string;
  /** Whether the action was requested, be it granted or denied. */
  readonly isRequest: boolean;
  /** What an incident is described by, such as the intent: at most `MAX_FACTS`, kept for requests only. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** A text of a trusted corpus. */
export interface PastText {
  readonly text: string | readonly string[];
  /** Without an account, every text is somebody else's. */
  readonly account?: string;
  readonly tenant?: string;
  /** Whether the action was requested in it. */
  readonly isRequest?: boolean;
}

/** Most facts of a sighting. */
export const MAX_FACTS = 8;
/** Longest name or fact that is kept, in UTF-16 units: what is longer is cut, so that no request fills the memory (CWE-770). */
export const MAX_FACT_LENGTH = 128;

/** What is kept of a request that a rare phrase came with. */
export interface RequestNote {
  /** Number of the note, from 1. */
  readonly ordinal: number;
  /** Keyed number of the account within its tenant. */
  readonly accountKey: number;
  readonly tenantKey: number;
  /** The names, where texts are kept. */
  readonly account?: string;
  readonly tenant?: string;
  readonly atMs: number;
  readonly facts: Readonly<Record<string, string>>;
  /** Requests counted before this one. */
  readonly requestsBefore: number;
}
