export { GUARD_ANSWER_CODES, GUARD_ANSWERS } from './answers/guard-answers.ts';
export { explain } from './explain.ts';

export type { GuardAnswerCode } from './answers/guard-answers.ts';
export type { ExplainDocument, ExplainedAnswer } from './explain.ts';
