import type { ToolCall } from '@bezoar/core';
import type { Problem } from '../unreadable.ts';
import { isJsonObject, type JsonObject, ownField, ownText } from './own-field.ts';

/**
 * The calls of a message: `tool_calls` (function or custom tools, or a bare name and arguments) and the older
 * `function_call`. Arguments that are not a string are written as JSON. A problem names the ill-typed field.
 */
export function readToolCalls(message: JsonObject, path: () => string): readonly ToolCall[] | Problem {
  const calls: ToolCall[] = [];
  const list = ownField(message, 'tool_calls');
  if (Array.isArray(list)) {
    for (let index = 0; index < list.length; index++) {
      const item: unknown = list[index];
      const call = isJsonObject(item) ? readCall(item) : undefined;
      if (call === undefined) return illTyped(`${path()}.tool_calls[${index}]`);
      calls.push(call);
    }
  } else if (list !== undefined && list !== null) {
    return { code: 'not-a-record', reason: `\`${path()}.tool_calls\` is not an array` };
  }
  const single = ownField(message, 'function_call');
  if (isJsonObject(single)) {
    const call = readCall(single);
    if (call === undefined) return illTyped(`${path()}.function_call`);
    calls.push(call);
  } else if (single !== undefined && single !== null) return illTyped(`${path()}.function_call`);
  return calls;
}

function readCall(item: JsonObject): ToolCall | undefined {
  const custom = ownField(item, 'custom');
  const wrapped = ownField(item, 'function') ?? custom;
  const target = isJsonObject(wrapped) ? wrapped : item;
  const name = ownText(target, 'name');
  if (name === undefined) return undefined;
  const given = ownField(target, target === custom ? 'input' : 'arguments');
  const id = ownText(item, 'id');
  const call = { name, arguments: typeof given === 'string' ? given : JSON.stringify(given ?? {}) };
  return id === undefined ? call : { id, ...call };
}

function illTyped(path: string): Problem {
  return { code: 'not-a-record', reason: `\`${path}\` is not a call with a name` };
}
