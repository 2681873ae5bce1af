import type { ChatModel } from '../../model/chat-model.ts';
import { ModelError, type ModelErrorCode } from '../../model/model-error.ts';
import { wrapModel } from './wrap-model.ts';

/** What a model was asked so far. */
export interface QueryCounts {
  readonly chats: number;
  readonly completions: number;
  /** Of these, answered by a former run. */
  readonly cached: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Questions without an answer, by reason. */
  readonly failed: Readonly<Partial<Record<ModelErrorCode, number>>>;
}

/** A model that counts. */
export interface CountedModel extends ChatModel {
  counts(): QueryCounts;
}

/** Counts the questions to a model and what became of them. Tokens are those that its server tells. */
export function countQueries(model: ChatModel): CountedModel {
  const totals = { chats: 0, completions: 0, cached: 0, promptTokens: 0, completionTokens: 0 };
  const failed: Partial<Record<ModelErrorCode, number>> = {};
  const counted = wrapModel(model, async ({ kind }, ask) => {
    totals[kind === 'chat' ? 'chats' : 'completions']++;
    try {
      const reply = await ask();
      if (reply.cached) totals.cached++;
      else {
        totals.promptTokens += reply.usage?.promptTokens ?? 0;
        totals.completionTokens += reply.usage?.completionTokens ?? 0;
      }
      return reply;
    } catch (error) {
      if (error instanceof ModelError) failed[error.code] = (failed[error.code] ?? 0) + 1;
      throw error;
    }
  });
  return { ...counted, counts: () => ({ ...totals, failed: { ...failed } }) };
}
