import type { ChatRequest, CompletionRequest } from '../../../model/chat-model.ts';
import { toMessages } from './messages.ts';

/** What servers call the most tokens of an answer: the older name, and the one that some models insist on. */
export type MaxTokensField = 'max_tokens' | 'max_completion_tokens';

/** The body of a question to `/chat/completions`. */
export function chatBody(model: string, request: ChatRequest, maxTokensField: MaxTokensField): Record<string, unknown> {
  const { turns, tools, temperature, maxTokens, seed, topLogprobs } = request;
  return {
    model,
    messages: toMessages(turns),
    temperature,
    [maxTokensField]: maxTokens,
    stream: false,
    // An empty list is refused by some servers.
    ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
    ...(seed === undefined ? {} : { seed }),
    ...(topLogprobs === undefined ? {} : { logprobs: true, top_logprobs: topLogprobs }),
  };
}

/** The body of a question to `/completions`. */
export function completionBody(model: string, request: CompletionRequest): Record<string, unknown> {
  const { prompt, temperature, maxTokens, seed, topLogprobs, stop } = request;
  return {
    model,
    prompt,
    temperature,
    max_tokens: maxTokens,
    stream: false,
    ...(seed === undefined ? {} : { seed }),
    ...(topLogprobs === undefined ? {} : { logprobs: topLogprobs }),
    ...(stop === undefined ? {} : { stop }),
  };
}
