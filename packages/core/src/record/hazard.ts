/**
 * A hazard: an action that must never happen without its precondition.
 * Declared once in the threat model; the corpus scan, the promotion gate and the runtime guard all read it.
 */
export interface Hazard {
  /** The tool whose call is the action. */
  readonly action: string;
  /** What must stand in the transcript before the action. Absent: the action is never legitimate in a transcript. */
  readonly precondition?: TranscriptPrecondition;
  /** Phrases by which a reply claims the action without calling the tool; `*` stands for up to `CLAIM_WILDCARD_WORDS` words. */
  readonly claims: readonly string[];
  /** `declared` by the operator, or `learned` from a trusted corpus in which the precondition never lacked. */
  readonly origin: 'declared' | 'learned';
}

/** Every tool in `after` was called earlier, and the latest result of each agrees with `where`. */
export interface TranscriptPrecondition {
  readonly after: readonly string[];
  /** Field to expected value, compared with the JSON result of the *last* tool in `after`. Empty: the call alone suffices. */
  readonly where: ReadonlyMap<string, string | number | boolean>;
}

/** How a turn carries a hazard: it calls the tool, or its text says that the action was done. */
export type HazardCarrier = 'tool-call' | 'claim';

/** A turn that performs or claims an action whose precondition is not in the transcript before it. */
export interface HazardViolation {
  readonly action: string;
  readonly carrier: HazardCarrier;
  /** 0-based index into the conversation's turns. */
  readonly turn: number;
  readonly reason: 'never-legitimate' | 'call-missing' | 'result-missing' | 'result-unreadable' | 'result-differs';
  /** What was found, in words: the missing tool, or the field that differs. */
  readonly detail: string;
}
