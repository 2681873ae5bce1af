import type { Decision } from '@bezoar/core';

/**
 * One conversation, or one turn of it, for the telemetry: ordinary ones and requests for high-value actions alike, denied ones
 * included. Attacker controls: the text, and through the model the intent.
 */
export interface TelemetryEvent {
  /** What the user wrote, as one text or turn by turn: up to the request where there is one. */
  readonly text: string | readonly string[];
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** From the authenticated session; empty where nobody knows. */
  readonly account: string;
  readonly tenant: string;
  /** The high-value action that was requested. Absent: an ordinary conversation. */
  readonly action?: string;
  /** What the conversation is about, in the host's own words. */
  readonly intent?: string;
  /** Version of the model that answered. */
  readonly model?: string;
  /** What the guard said. */
  readonly decision?: Decision['decision'];
  /** Whether the action's precondition held. Absent: nobody looked. */
  readonly hadPrecondition?: boolean;
}
