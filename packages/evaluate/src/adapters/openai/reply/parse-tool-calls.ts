import type { ToolCall } from '@bezoar/core';
import { malformed } from '../../reading/malformed.ts';
import { readArguments } from '../../reading/read-arguments.ts';
import { type Fields, readFields, readList, readOptional, readText } from '../../reading/read-fields.ts';

/**
 * The tool calls of a message: `tool_calls`, or the older `function_call`. One that cannot be read is refused, never left
 * out: it may be the one that is looked for.
 */
export function parseToolCalls(message: Fields, place: string): readonly ToolCall[] {
  const calls = readOptional(message.tool_calls, `${place}.tool_calls`, readList) ?? [];
  const older = readOptional(message.function_call, `${place}.function_call`, readFunction);
  const read = calls.map((call, index) => readCall(call, `${place}.tool_calls[${index}]`));
  // Some servers say the same call in both ways.
  return older === undefined || read.length > 0 ? read : [older];
}

function readCall(value: unknown, place: string): ToolCall {
  const call = readFields(value, place);
  const type = readOptional(call.type, `${place}.type`, readText) ?? 'function';
  if (type !== 'function') throw malformed(`expected \`${place}\` to call a function`);
  const id = readOptional(call.id, `${place}.id`, readText);
  const called = readFunction(call.function, `${place}.function`);
  return id === undefined || id === '' ? called : { id, ...called };
}

function readFunction(value: unknown, place: string): ToolCall {
  const { name, arguments: given } = readFields(value, place);
  if (name === '') throw malformed(`expected \`${place}\` to have a name, got an empty one`);
  return { name: readText(name, `${place}.name`), arguments: readArguments(given, `${place}.arguments`) };
}
