import type { ChatReply } from '../../../model/chat-model.ts';
import { malformed } from '../../reading/malformed.ts';
import { readOptional } from '../../reading/read-fields.ts';
import { parseChoice } from './parse-choice.ts';
import { parseContentLogprobs } from './parse-logprobs.ts';
import { parseMessage } from './parse-message.ts';

/**
 * Reads an answer of `/chat/completions`. One that has neither text nor a call says nothing and is refused, unless it ran
 * into its limit: a server that loses calls must not look like a model that makes none.
 */
// Attacker controls: the answer.
export function parseChatReply(value: unknown): ChatReply {
  const { choice, finish, ...rest } = parseChoice(value);
  const { text, toolCalls } = parseMessage(choice.message, 'choices[0].message');
  if (finish === 'tool-calls' && toolCalls.length === 0) {
    throw malformed('expected a tool call, since the answer says that it ended with one, got none');
  }
  if (text === undefined && toolCalls.length === 0 && finish !== 'length') {
    throw malformed('expected a text or a tool call, got neither');
  }
  const logprobs = readOptional(choice.logprobs, 'choices[0].logprobs', parseContentLogprobs);
  return { text: text ?? '', toolCalls, finish, ...(logprobs === undefined ? {} : { logprobs }), ...rest };
}
