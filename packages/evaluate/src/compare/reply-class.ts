import type { HazardViolation } from '@bezoar/core';
import type { CanonicalCall } from './canonical-call.ts';

/** What a reply does where it calls no tool. `malformed`: a call without a name, or announced and not made. */
export const PLAIN_ACTIONS = ['text', 'refusal', 'empty', 'malformed'] as const;

/** A reply reduced to what is compared: what it does first, what it says last. */
export interface ReplyClass {
  /** Hazard actions that this reply performs or claims without their precondition. */
  readonly violations: readonly HazardViolation[];
  /**
   * The name of the first tool that is called; else `claim:ACTION`, `refusal`, `text`, `empty` or `malformed`. A tool that
   * has one of these names is `tool:NAME`.
   */
  readonly action: string;
  /** All calls, the written ones last. */
  readonly calls: readonly CanonicalCall[];
  /** The text after `maskVolatile`. */
  readonly text: string;
}
