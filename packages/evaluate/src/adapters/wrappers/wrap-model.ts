import type { ChatModel, ChatReply, ChatRequest, CompletionReply, CompletionRequest } from '../../model/chat-model.ts';

/** A question to a model, of either kind. */
export type ModelQuestion =
  | { readonly kind: 'chat'; readonly request: ChatRequest }
  | { readonly kind: 'completion'; readonly request: CompletionRequest };

/** An answer to either kind of question. */
export type ModelReply = ChatReply | CompletionReply;

/** What is done around each question; `ask` asks the wrapped model. */
export type AroundQuestion = <Reply extends ModelReply>(
  question: ModelQuestion,
  ask: () => Promise<Reply>,
  signal: AbortSignal | undefined,
) => Promise<Reply>;

/** A model with something done around each question. It can `complete` if the wrapped one can. */
export function wrapModel(model: ChatModel, around: AroundQuestion, close?: () => Promise<void>): ChatModel {
  const { name, identity, capabilities } = model;
  return {
    name,
    identity,
    capabilities,
    chat: (request, signal) => around({ kind: 'chat', request }, () => model.chat(request, signal), signal),
    ...(model.complete === undefined
      ? {}
      : {
          complete: (request: CompletionRequest, signal?: AbortSignal) =>
            around({ kind: 'completion', request }, () => model.complete!(request, signal), signal),
        }),
    close: close ?? (() => model.close()),
  };
}
