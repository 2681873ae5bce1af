import { seededRandom, systemClock } from '@bezoar/core';
import type { ChatModel } from '../../model/chat-model.ts';
import { ModelError } from '../../model/model-error.ts';
import { DEFAULT_MAX_ANSWER_BYTES, DEFAULT_STALL_MS, DEFAULT_TIMEOUT_MS } from '../http/http-limits.ts';
import { postJson } from '../http/post-json.ts';
import { askAgain, DEFAULT_ATTEMPTS } from '../waiting/ask-again.ts';
import { systemSleep } from '../waiting/sleep.ts';
import { within } from '../waiting/within.ts';
import { checkHeaders } from './check-headers.ts';
import { endpointUrl } from './endpoint-url.ts';
import type { OpenAiOptions } from './open-ai-options.ts';
import { chatBody, completionBody, type MaxTokensField } from './question/question-body.ts';
import { parseChatReply } from './reply/parse-chat-reply.ts';
import { parseCompletionReply } from './reply/parse-completion-reply.ts';
import { throwAnsweredFault } from './throw-answered-fault.ts';

/**
 * A model behind an OpenAI-compatible endpoint (chat completions with tools and logprobs, raw completions). Faults that may
 * pass are asked again, within one deadline for all tries; throws a `UsageError` for an address or a key that cannot be
 * used. What it can do is claimed, and must be found out by asking.
 */
export function openAiModel(options: OpenAiOptions): ChatModel {
  const { model, timeoutMs = DEFAULT_TIMEOUT_MS, attempts = DEFAULT_ATTEMPTS } = options;
  const { sleep = systemSleep, clock = (): number => performance.now() } = options;
  const base = endpointUrl(options.url);
  const { headers, secrets } = checkHeaders(options.headers ?? {}, options.apiKey);
  const name = `openai:${base.href}#${model}`;
  const random = options.random ?? seededRandom(name);
  const post = {
    headers,
    secrets,
    fetch: options.fetch ?? fetch,
    sleep,
    wallClock: options.wallClock ?? systemClock,
    stallMs: options.stallMs ?? DEFAULT_STALL_MS,
    maxBytes: options.maxBytes ?? DEFAULT_MAX_ANSWER_BYTES,
  };
  let maxTokensField: MaxTokensField = 'max_tokens';

  const ask = <T>(path: string, question: unknown, parse: (value: unknown) => T, outer?: AbortSignal): Promise<T> => {
    const url = endpointUrl(options.url, path);
    const endMs = clock() + timeoutMs;
    return within({ ms: timeoutMs, sleep, signal: outer, what: 'no answer' }, (signal) =>
      askAgain({ attempts, random, sleep, endMs, clock }, signal, async () => {
        const value = await postJson({ ...post, url }, question, signal);
        throwAnsweredFault(value, secrets);
        return parse(value);
      }),
    );
  };

  return {
    name,
    identity: { kind: 'endpoint', url: base.href, model },
    capabilities: { tools: true, logprobs: true, seed: true, completions: true },
    chat: async (request, signal) => {
      const askWith = (field: MaxTokensField) =>
        ask('/chat/completions', chatBody(model, request, field), parseChatReply, signal);
      const field = maxTokensField;
      try {
        return await askWith(field);
      } catch (error) {
        if (field !== 'max_tokens' || !wantsOtherField(error)) throw error;
        maxTokensField = 'max_completion_tokens';
        return askWith(maxTokensField);
      }
    },
    complete: (request, signal) => ask('/completions', completionBody(model, request), parseCompletionReply, signal),
    close: async () => undefined,
  };
}

/** Some models refuse the older name of the limit and say so. */
function wantsOtherField(error: unknown): boolean {
  return (
    error instanceof ModelError &&
    error.code === 'evaluate/model-refused' &&
    error.message.includes('max_completion_tokens')
  );
}
