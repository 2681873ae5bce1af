import type { CompletionReply } from '../../../model/chat-model.ts';
import { readOptional, readText } from '../../reading/read-fields.ts';
import { parseChoice } from './parse-choice.ts';
import { parseCompletionLogprobs } from './parse-logprobs.ts';

/** Reads an answer of `/completions`. */
// Attacker controls: the answer.
export function parseCompletionReply(value: unknown): CompletionReply {
  const { choice, finish, ...rest } = parseChoice(value);
  const text = readText(choice.text, 'choices[0].text');
  const logprobs = readOptional(choice.logprobs, 'choices[0].logprobs', parseCompletionLogprobs);
  return { text, finish, ...(logprobs === undefined ? {} : { logprobs }), ...rest };
}
