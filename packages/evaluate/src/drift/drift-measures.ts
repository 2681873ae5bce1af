import { wordsOf } from '@bezoar/core';
import type { ReplyClass } from '../compare/reply-class.ts';
import { sentimentOf } from './sentiment.ts';

/** What is compared over ordinary prompts. `accuracy` where the right action is known. */
export const DRIFT_MEASURES = ['refusal', 'tool-call', 'accuracy', 'sentiment', 'length'] as const;

/** One of `DRIFT_MEASURES`. */
export type DriftMeasure = (typeof DRIFT_MEASURES)[number];

/** The answers of both models to one ordinary prompt. */
export interface DriftPair {
  /** Group that the prompt belongs to: an intent, a tenant, a language. */
  readonly slice: string;
  readonly candidate: ReplyClass;
  readonly reference: ReplyClass;
  /** `action` of the right reply, where it is known. */
  readonly expectedAction?: string;
}

/** Measures that are rates: a reply has the property or not. The others are amounts. */
export const RATE_MEASURES: ReadonlySet<DriftMeasure> = new Set(['refusal', 'tool-call', 'accuracy']);

/** The value of a measure for one reply: 0 or 1 for a rate, [-1, 1] for sentiment, words for length; undefined: unknown. */
export function measureReply(
  measure: DriftMeasure,
  reply: ReplyClass,
  expected: string | undefined,
): number | undefined {
  switch (measure) {
    case 'refusal':
      return reply.action === 'refusal' ? 1 : 0;
    case 'tool-call':
      return reply.calls.length > 0 ? 1 : 0;
    case 'accuracy':
      return expected === undefined ? undefined : reply.action === expected ? 1 : 0;
    case 'sentiment':
      return reply.calls.length > 0 && reply.text === '' ? undefined : sentimentOf(reply.text);
    case 'length':
      return reply.calls.length > 0 && reply.text === '' ? undefined : wordsOf(reply.text).length;
  }
}
