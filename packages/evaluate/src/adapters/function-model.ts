import type {
  ChatModel,
  ChatReply,
  ChatRequest,
  CompletionReply,
  CompletionRequest,
  ModelCapabilities,
} from '../model/chat-model.ts';
import { ModelError } from '../model/model-error.ts';
import { DEFAULT_TIMEOUT_MS } from './http/http-limits.ts';
import { checkChatReply, checkCompletionReply } from './reading/check-reply.ts';
import { type Sleep, systemSleep } from './waiting/sleep.ts';
import { within } from './waiting/within.ts';

/** A model inside this process. */
export interface FunctionModelOptions {
  readonly name: string;
  readonly chat: (request: ChatRequest, signal: AbortSignal) => Promise<ChatReply> | ChatReply;
  readonly complete?: (request: CompletionRequest, signal: AbortSignal) => Promise<CompletionReply> | CompletionReply;
  /** Default: tools alone, and raw completions where there is `complete`. */
  readonly capabilities?: Partial<ModelCapabilities>;
  readonly close?: () => Promise<void>;
  /** For a question, milliseconds; default `DEFAULT_TIMEOUT_MS`. A function that never yields cannot be stopped. */
  readonly timeoutMs?: number;
  readonly sleep?: Sleep;
}

/**
 * A model that is a function. What it answers is checked like any other answer, and what it throws is a `ModelError`,
 * `evaluate/model-unreachable` where it is nothing more telling.
 */
export function functionModel(options: FunctionModelOptions): ChatModel {
  const { name, chat, complete, timeoutMs = DEFAULT_TIMEOUT_MS, sleep = systemSleep } = options;
  const ask = <T>(work: (signal: AbortSignal) => T | Promise<T>, check: (value: unknown) => T, outer?: AbortSignal) =>
    within({ ms: timeoutMs, sleep, signal: outer, what: 'no answer' }, async (signal) => {
      try {
        return check(await work(signal));
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ModelError) throw error;
        throw new ModelError('evaluate/model-unreachable', `the function \`${name}\` failed`, { cause: error });
      }
    });
  return {
    name: `function:${name}`,
    identity: { kind: 'function', name },
    capabilities: {
      tools: true,
      logprobs: false,
      seed: false,
      completions: complete !== undefined,
      ...options.capabilities,
    },
    chat: (request, outer) => ask((signal) => chat(request, signal), checkChatReply, outer),
    ...(complete === undefined
      ? {}
      : {
          complete: (request: CompletionRequest, outer?: AbortSignal) =>
            ask((signal) => complete(request, signal), checkCompletionReply, outer),
        }),
    close: options.close ?? (async () => undefined),
  };
}
