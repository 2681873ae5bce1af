import { canonicalJson } from '@bezoar/core';
import type { ChatReply, CompletionReply } from '../../model/chat-model.ts';
import type { CapabilityReport, Observation } from './capability-report.ts';

/** Why there is no reply. */
export type Failure = Extract<Observation, 'refused' | 'failed'>;

/** What a reply shows, or why there is none; undefined: it was not asked for. */
export function observe<Reply extends CompletionReply>(
  reply: Reply | Failure | undefined,
  holds: (reply: Reply) => boolean,
): Observation {
  if (reply === undefined) return 'not-asked';
  if (typeof reply === 'string') return reply;
  return holds(reply) ? 'observed' : 'not-observed';
}

/** Whether a reply has logprobs. */
export function hasLogprobs({ logprobs }: CompletionReply): boolean {
  return logprobs !== undefined && logprobs.length > 0;
}

/** Whether a prompt was longer with tools than without. Servers that do not say what they read leave it open. */
export function observeToolsInPrompt(called: ChatReply | Failure, toolless: ChatReply | Failure): Observation {
  if (typeof called === 'string') return called;
  if (typeof toolless === 'string' || called.usage === undefined || toolless.usage === undefined) return 'not-asked';
  return called.usage.promptTokens > toolless.usage.promptTokens ? 'observed' : 'not-observed';
}

/** What replies to the same seed twice and to two others show. */
export function observeSeeds(replies: readonly (ChatReply | Failure)[]): Pick<CapabilityReport, 'sampling' | 'seed'> {
  const failure = replies.find((reply) => typeof reply === 'string');
  if (failure !== undefined) return { sampling: failure, seed: failure };
  const [first, again, ...others] = said(replies);
  if (others.every((other) => other === first)) {
    return {
      sampling: first === again ? 'not-observed' : 'observed',
      seed: first === again ? 'not-asked' : 'not-observed',
    };
  }
  return { sampling: 'observed', seed: first === again ? 'observed' : 'not-observed' };
}

/** What replies to the same question at temperature 0 show. */
export function observeReruns(
  replies: readonly (ChatReply | Failure)[],
): Pick<CapabilityReport, 'deterministic' | 'reruns'> {
  const distinct = new Set(said(replies)).size;
  const failure = replies.find((reply) => typeof reply === 'string');
  return {
    deterministic: failure ?? (distinct === 1 ? 'observed' : 'not-observed'),
    reruns: { asked: replies.length, distinct },
  };
}

/** What replies say and do; ids of calls are made up anew each time. */
function said(replies: readonly (ChatReply | Failure)[]): readonly string[] {
  return replies
    .filter((reply) => typeof reply !== 'string')
    .map(({ text, toolCalls }) => canonicalJson([text, toolCalls.map((call) => [call.name, call.arguments])]));
}
