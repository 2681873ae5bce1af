import { sha256 } from '@bezoar/core';

/** A question as it came over the wire. */
export interface WireQuestion {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const WORDS = ['yes', 'no', 'soon', 'later', 'today', 'never', 'please', 'thanks'];

/**
 * The answer of a small, well-behaved server: it calls the first tool that it is offered when the last message says
 * `call`, and otherwise answers words that depend on everything that it was asked, and on `weights`.
 */
export function goodAnswer(question: WireQuestion, weights = 'first'): Record<string, unknown> {
  const { path, body } = question;
  const isChat = path.endsWith('/chat/completions');
  const words = wordsFor(body, weights);
  const text = words.map(({ token }) => token).join('');
  // A token for every four bytes, tools included.
  const promptTokens = Math.ceil(JSON.stringify([body.messages ?? body.prompt, body.tools]).length / 4);
  const call = isChat ? calledTool(body) : undefined;
  const message = {
    role: 'assistant',
    content: call === undefined ? text : null,
    ...(call === undefined ? {} : { tool_calls: [call] }),
  };
  return {
    id: 'answer-1',
    object: isChat ? 'chat.completion' : 'text_completion',
    model: 'small-1',
    system_fingerprint: 'fp_1',
    choices: [
      {
        index: 0,
        finish_reason: call === undefined ? 'stop' : 'tool_calls',
        ...(isChat ? { message } : { text }),
        ...logprobsFor(body, isChat, words),
      },
    ],
    usage: { prompt_tokens: promptTokens, completion_tokens: words.length },
  };
}

interface Word {
  readonly token: string;
  readonly logprob: number;
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}

function wordsFor(body: Readonly<Record<string, unknown>>, weights: string): readonly Word[] {
  const { temperature, seed, messages, prompt } = body;
  const sample = temperature === 0 ? 'greedy' : `seed ${String(seed)}`;
  const digest = sha256(JSON.stringify([weights, sample, messages, prompt]));
  return [0, 8, 16].map((at) => {
    const number = Number.parseInt(digest.slice(at, at + 6), 16);
    const share = 0.4 + (number % 1000) / 2500;
    const top = [0, 1, 2].map((place) => ({
      token: ` ${WORDS[(number + place) % WORDS.length]}`,
      logprob: Math.log(place === 0 ? share : ((1 - share) * 0.8) / 2 ** place),
    }));
    return { ...top[0]!, top };
  });
}

function calledTool(body: Readonly<Record<string, unknown>>) {
  const tools = body.tools as readonly { readonly function: { readonly name: string } }[] | undefined;
  const last = (body.messages as readonly { readonly content: unknown }[]).at(-1)?.content;
  if (tools === undefined || typeof last !== 'string' || !/\bcall\b/i.test(last)) return undefined;
  return { id: 'call-1', type: 'function', function: { name: tools[0]!.function.name, arguments: '{"value":"ok"}' } };
}

function logprobsFor(body: Readonly<Record<string, unknown>>, isChat: boolean, words: readonly Word[]) {
  if (isChat) {
    if (body.logprobs !== true) return {};
    return { logprobs: { content: words.map(({ token, logprob, top }) => ({ token, logprob, top_logprobs: top })) } };
  }
  if (typeof body.logprobs !== 'number') return {};
  return {
    logprobs: {
      tokens: words.map(({ token }) => token),
      token_logprobs: words.map(({ logprob }) => logprob),
      top_logprobs: words.map(({ top }) => Object.fromEntries(top.map(({ token, logprob }) => [token, logprob]))),
    },
  };
}
