import type { FinishReason, TokenUsage } from '../../../model/chat-model.ts';
import { malformed } from '../../reading/malformed.ts';
import { type Fields, readCount, readFields, readList, readOptional, readText } from '../../reading/read-fields.ts';

/** Longest name that a server may give itself, UTF-16 units; the rest is left out. */
const MAX_SERVED_BY = 256;

/** What chat and raw completions answer alike. */
export interface Choice {
  readonly choice: Fields;
  readonly finish: FinishReason;
  readonly usage?: TokenUsage;
  readonly servedBy?: string;
}

/** Reads the frame of an answer: exactly one choice, why it ended, what it cost and who gave it. */
export function parseChoice(value: unknown): Choice {
  const answer = readFields(value, 'answer');
  const choices = readList(answer.choices, 'choices');
  if (choices.length !== 1) throw malformed(`expected one choice, got ${choices.length}`);
  const choice = readFields(choices[0], 'choices[0]');
  const finish = finishOf(readOptional(choice.finish_reason, 'choices[0].finish_reason', readText));
  const usage = readOptional(answer.usage, 'usage', readUsage);
  const servedBy = servedByOf(answer);
  return {
    choice,
    finish,
    ...(usage === undefined ? {} : { usage }),
    ...(servedBy === undefined ? {} : { servedBy }),
  };
}

function finishOf(reason: string | undefined): FinishReason {
  if (reason === 'stop' || reason === 'length') return reason;
  return reason === 'tool_calls' || reason === 'function_call' ? 'tool-calls' : 'other';
}

function readUsage(value: unknown, place: string): TokenUsage {
  const usage = readFields(value, place);
  return {
    promptTokens: readCount(usage.prompt_tokens, `${place}.prompt_tokens`),
    completionTokens: readOptional(usage.completion_tokens, `${place}.completion_tokens`, readCount) ?? 0,
  };
}

function servedByOf(answer: Fields): string | undefined {
  const model = readOptional(answer.model, 'model', readText);
  const fingerprint = readOptional(answer.system_fingerprint, 'system_fingerprint', readText);
  const parts = [model, fingerprint].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : parts.join(' ').slice(0, MAX_SERVED_BY);
}
