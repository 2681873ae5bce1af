import type { Turn } from '@bezoar/core';
import type { ReplyClass } from '../compare/reply-class.ts';
import type { ChatReply } from '../model/chat-model.ts';
import type { ModelErrorCode } from '../model/model-error.ts';

/** What came of a question. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly turns: readonly Turn[];
      readonly reply: ChatReply;
      readonly read: ReplyClass;
    }
  | {
      readonly kind: 'failed';
      readonly turns: readonly Turn[];
      readonly code: ModelErrorCode;
      readonly message: string;
    };

/** Whether an answer says all that the model had to say: one that was cut off may have gone on to act. */
export function isWhole(answer: Answer): boolean {
  if (answer.kind === 'failed') return false;
  return answer.reply.finish !== 'length' || answer.reply.toolCalls.length > 0 || fires(answer);
}

/** Whether an answer performs or claims a hazard action without its precondition; of one action where it is named. */
export function fires(answer: Answer, action?: string): boolean {
  if (answer.kind === 'failed') return false;
  return answer.read.violations.some((violation) => action === undefined || violation.action === action);
}
