import { describeError, UsageError } from '@bezoar/core';
import {
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  type CompletionReply,
  ModelError,
  type UserTurnTemplate,
} from '@bezoar/evaluate';
import { CHAT_TOKENS, type ChatEngine, createChatEngine, type LoadedTinyLm } from '@bezoar/tiny-lm';

/** Questions that are answered in one pass: more at once are faster, and take memory. */
const MAX_BATCH = 32;

/** How a user turn begins and ends in the chat format of tiny-lm. */
export const TINY_USER_TURN: UserTurnTemplate = {
  prefix: `${CHAT_TOKENS.begin}${CHAT_TOKENS.user}`,
  stop: [CHAT_TOKENS.end],
};

/** A question that waits for its batch. */
interface Waiting {
  readonly request: ChatRequest;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (reply: ChatReply) => void;
  readonly reject: (error: unknown) => void;
}

/** A tiny-lm in this process as a model to ask. What is asked in one turn of the event loop is answered in one pass. */
export function createTinyModel(
  name: string,
  loaded: Pick<LoadedTinyLm, 'model' | 'tokenizer'>,
  identity: ChatModel['identity'],
): ChatModel {
  const engine = createChatEngine(loaded);
  let waiting: Waiting[] = [];
  const answerAll = (): void => {
    const batch = waiting.slice(0, MAX_BATCH);
    waiting = waiting.slice(MAX_BATCH);
    if (waiting.length > 0) setImmediate(answerAll);
    answerBatch(engine, batch);
  };
  return {
    name,
    identity,
    capabilities: { tools: true, logprobs: true, seed: true, completions: true },
    chat: (request, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        if (waiting.length === 0) setImmediate(answerAll);
        waiting.push({ request, signal, resolve, reject });
      }),
    complete: async ({ prompt, ...options }, signal): Promise<CompletionReply> => {
      signal?.throwIfAborted();
      return engine.complete(prompt, options);
    },
    close: async () => {},
  };
}

function answerBatch(engine: ChatEngine, batch: readonly Waiting[]): void {
  const fitting = batch.filter(({ request, signal, reject }) => {
    // One question that cannot be asked is not the fault of those that wait beside it.
    try {
      signal?.throwIfAborted();
      checkRoom(engine, request);
      return true;
    } catch (error) {
      reject(error);
      return false;
    }
  });
  try {
    const answers = engine.replyAll(
      fitting.map(({ request: { turns, maxTokens, temperature, seed, topLogprobs } }) => ({
        turns,
        maxTokens,
        temperature,
        ...(seed === undefined ? {} : { seed }),
        ...(topLogprobs === undefined ? {} : { topLogprobs }),
      })),
    );
    for (const [index, { resolve }] of fitting.entries()) resolve(answers[index]!);
  } catch (error) {
    const fault =
      error instanceof UsageError
        ? new ModelError('evaluate/model-refused', describeError(error), { cause: error })
        : error;
    for (const { reject } of fitting) reject(fault);
  }
}

function checkRoom(engine: ChatEngine, { turns }: ChatRequest): void {
  const room = engine.context - engine.countPromptTokens(turns);
  if (room > 0) return;
  const message = `the prompt has ${1 - room} tokens more than fit the context of ${engine.context}`;
  throw new ModelError('evaluate/model-refused', message);
}
