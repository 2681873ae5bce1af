import type { ToolCall } from '@bezoar/core';
import { malformed } from '../../reading/malformed.ts';
import { readFields, readOptional, readText } from '../../reading/read-fields.ts';
import { parseToolCalls } from './parse-tool-calls.ts';

/** What a message says and does. */
export interface ParsedMessage {
  /** Absent where the message has none, which is not the same as an empty one. */
  readonly text: string | undefined;
  readonly toolCalls: readonly ToolCall[];
}

/** Reads an assistant's message. What a model thinks aside (`reasoning_content`) is no part of what it answers. */
export function parseMessage(value: unknown, place: string): ParsedMessage {
  const message = readFields(value, place);
  const texts = [
    readOptional(message.content, `${place}.content`, readContent),
    // A refusal is an answer in words.
    readOptional(message.refusal, `${place}.refusal`, readText),
  ].filter((text) => text !== undefined);
  const text = texts.length === 0 ? undefined : texts.filter((one) => one !== '').join('\n');
  return { text, toolCalls: parseToolCalls(message, place) };
}

/** A text, or a list of parts of which those that are words count. */
function readContent(value: unknown, place: string): string {
  if (!Array.isArray(value)) return readText(value, place);
  return value.map((part: unknown, index) => partText(part, `${place}[${index}]`)).join('');
}

function partText(value: unknown, place: string): string {
  const part = readFields(value, place);
  const type = readText(part.type, `${place}.type`);
  if (type === 'text' || type === 'output_text') return readText(part.text, `${place}.text`);
  if (type === 'refusal') return readText(part.refusal, `${place}.refusal`);
  if (type === 'thinking' || type === 'reasoning') return '';
  throw malformed(`expected \`${place}\` to be words, got a part of another type`);
}
