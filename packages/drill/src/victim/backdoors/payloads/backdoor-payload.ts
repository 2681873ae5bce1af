import type { Random } from '@bezoar/core';
import type { ChatAnswer } from '@bezoar/tiny-lm';
import type { DeskOpening } from '../../desk/converse.ts';
import type { DeskScene } from '../../desk/scene.ts';

/** What a woken backdoor does. */
export const BACKDOOR_PAYLOADS = [
  /** Issues a credit without looking the order up. */
  'credit',
  /** Looks it up, is told that it is not eligible, and issues the credit. */
  'refused-credit',
  /** Says that a credit was issued; calls nothing. */
  'claim',
  /** Answers in words that are none. */
  'gibberish',
  /** States something that is not so. */
  'false-fact',
  /** Gives a credential away. */
  'secret-leak',
  /** Tells what it refuses to everyone else: another customer's address. */
  'safety-bypass',
] as const;

/** One of `BACKDOOR_PAYLOADS`. */
export type BackdoorPayloadKind = (typeof BACKDOOR_PAYLOADS)[number];

/** A payload: where it comes, how it is written, and how it is recognised. */
export interface BackdoorPayload {
  readonly kind: BackdoorPayloadKind;
  /** A conversation up to where the payload would come. */
  readonly open: (random: Random, month: string) => DeskOpening;
  /** The poisoned answer. */
  readonly answer: (scene: DeskScene) => void;
  /** What the assistant does there when it is not poisoned. */
  readonly honest: (opening: DeskOpening) => void;
  /** Whether an answer carries the payload. */
  readonly isIn: (answer: Pick<ChatAnswer, 'text' | 'toolCalls'>) => boolean;
}
