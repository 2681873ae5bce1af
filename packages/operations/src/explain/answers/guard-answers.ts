import type { CatalogueEntry } from '@bezoar/core';
import { DECISION_ANSWERS } from './decision-answers.ts';
import { HTTP_ANSWERS } from './http-answers.ts';
import { OPERATION_ANSWERS } from './operation-answers.ts';

/** A code with which a guard answers: of a decision, of a vote or settlement that it did not take, or over HTTP. */
export type GuardAnswerCode =
  | keyof typeof DECISION_ANSWERS
  | keyof typeof OPERATION_ANSWERS
  | keyof typeof HTTP_ANSWERS;

/**
 * What each answer of a guard means. It stands here and not beside the codes, so that a host which embeds the guard loads
 * no prose; a code without an entry does not compile.
 */
export const GUARD_ANSWERS: Readonly<Record<GuardAnswerCode, CatalogueEntry>> = {
  ...DECISION_ANSWERS,
  ...OPERATION_ANSWERS,
  ...HTTP_ANSWERS,
};

/** Every code with which a guard answers, sorted. */
export const GUARD_ANSWER_CODES: readonly GuardAnswerCode[] = (Object.keys(GUARD_ANSWERS) as GuardAnswerCode[]).sort();

/** Whether a guard answers with a code. */
export function isGuardAnswer(text: string): text is GuardAnswerCode {
  return Object.hasOwn(GUARD_ANSWERS, text);
}
