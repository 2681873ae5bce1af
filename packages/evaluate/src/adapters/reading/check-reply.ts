import type { ToolCall } from '@bezoar/core';
import type { ChatReply, ChosenToken, CompletionReply, FinishReason, TokenUsage } from '../../model/chat-model.ts';
import { malformed } from './malformed.ts';
import { readArguments } from './read-arguments.ts';
import { type Fields, readCount, readFields, readList, readOptional, readText } from './read-fields.ts';
import { checkPlace, readLogprob } from './read-logprob.ts';

const FINISH_REASONS: readonly FinishReason[] = ['stop', 'length', 'tool-calls', 'other'];

/**
 * Reads a reply in our own terms, as commands and functions give it: `text` and `toolCalls`, one of them not empty, the
 * rest optional. Throws a `ModelError`.
 */
// Attacker controls: the value.
export function checkChatReply(value: unknown): ChatReply {
  const reply = readFields(value, 'reply');
  const toolCalls = (readOptional(reply.toolCalls, 'toolCalls', readList) ?? []).map(readToolCall);
  const text = readOptional(reply.text, 'text', readText);
  if (text === undefined && toolCalls.length === 0) throw malformed('expected a text or a tool call, got neither');
  const finish = readOptional(reply.finish, 'finish', readFinish) ?? (toolCalls.length > 0 ? 'tool-calls' : 'stop');
  if (finish === 'tool-calls' && toolCalls.length === 0) {
    throw malformed('expected a tool call, since the reply says that it ended with one, got none');
  }
  return { text: text ?? '', toolCalls, finish, ...readRest(reply) };
}

/** Reads how a raw prompt went on, in our own terms. */
// Attacker controls: the value.
export function checkCompletionReply(value: unknown): CompletionReply {
  const reply = readFields(value, 'reply');
  const finish = readOptional(reply.finish, 'finish', readFinish) ?? 'stop';
  return { text: readText(reply.text, 'text'), finish, ...readRest(reply) };
}

function readRest(reply: Fields): Pick<CompletionReply, 'logprobs' | 'usage' | 'servedBy'> {
  const logprobs = readOptional(reply.logprobs, 'logprobs', readList)?.map(readToken);
  const usage = readOptional(reply.usage, 'usage', readUsage);
  const servedBy = readOptional(reply.servedBy, 'servedBy', readText);
  return {
    ...(logprobs === undefined ? {} : { logprobs }),
    ...(usage === undefined ? {} : { usage }),
    ...(servedBy === undefined ? {} : { servedBy }),
  };
}

function readFinish(value: unknown, place: string): FinishReason {
  const found = FINISH_REASONS.find((reason) => reason === value);
  if (found === undefined) throw malformed(`expected \`${place}\` to be one of ${FINISH_REASONS.join(', ')}`);
  return found;
}

function readToolCall(value: unknown, index: number): ToolCall {
  const place = `toolCalls[${index}]`;
  const call = readFields(value, place);
  const name = readText(call.name, `${place}.name`);
  if (name === '') throw malformed(`expected \`${place}\` to have a name, got an empty one`);
  const id = readOptional(call.id, `${place}.id`, readText);
  return { ...(id === undefined ? {} : { id }), name, arguments: readArguments(call.arguments, `${place}.arguments`) };
}

function readToken(value: unknown, index: number): ChosenToken {
  const place = `logprobs[${index}]`;
  const token = readFields(value, place);
  const top = (readOptional(token.top, `${place}.top`, readList) ?? []).map((one, at) =>
    readPair(one, `${place}.top[${at}]`),
  );
  return checkPlace({ ...readPair(token, place), top }, place);
}

function readPair(value: unknown, place: string): Pick<ChosenToken, 'token' | 'logprob'> {
  const { token, logprob } = readFields(value, place);
  return { token: readText(token, `${place}.token`), logprob: readLogprob(logprob, `${place}.logprob`) };
}

function readUsage(value: unknown, place: string): TokenUsage {
  const { promptTokens, completionTokens } = readFields(value, place);
  return {
    promptTokens: readCount(promptTokens, `${place}.promptTokens`),
    completionTokens: readCount(completionTokens, `${place}.completionTokens`),
  };
}
