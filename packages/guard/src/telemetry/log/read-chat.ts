import type { Conversation, Role, ToolCall, Turn } from '@bezoar/core';

const ROLES: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  function: 'tool',
};

/** A conversation in OpenAI's chat format, or what is wrong with it. Attacker controls: all of it. */
export function readChat(messages: unknown): Conversation | string {
  if (!Array.isArray(messages)) return 'expected `messages` to be a list';
  const turns: Turn[] = [];
  for (const [at, message] of messages.entries()) {
    const turn = readTurn(message);
    if (typeof turn === 'string') return `message ${at + 1}: ${turn}`;
    turns.push(turn);
  }
  return { turns };
}

function readTurn(message: unknown): Turn | string {
  if (!isObject(message)) return 'expected an object';
  const role =
    typeof message.role === 'string'
      ? Object.hasOwn(ROLES, message.role)
        ? ROLES[message.role]
        : undefined
      : undefined;
  if (role === undefined) return `unknown role \`${String(message.role).slice(0, 40)}\``;
  const text = readContent(message.content);
  if (text === undefined) return 'expected `content` to be text or parts of text';
  const toolCalls = readCalls(message);
  if (typeof toolCalls === 'string') return toolCalls;
  const { tool_call_id: id } = message;
  return { role, text, toolCalls, ...(typeof id === 'string' ? { toolCallId: id } : {}) };
}

/** Parts that are not text, such as images, are left out: telemetry reads words. */
function readContent(content: unknown): string | undefined {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const texts: string[] = [];
  for (const part of content) {
    if (typeof part === 'string') texts.push(part);
    else if (!isObject(part)) return undefined;
    else if (typeof part.text === 'string') texts.push(part.text);
  }
  return texts.join('\n');
}

function readCalls(message: Record<string, unknown>): ToolCall[] | string {
  const { tool_calls: calls, function_call: single } = message;
  const list = Array.isArray(calls) ? calls : calls === null || calls === undefined ? [] : undefined;
  if (list === undefined) return 'expected `tool_calls` to be a list';
  const read: ToolCall[] = [];
  for (const call of isObject(single) ? [...list, { function: single }] : list) {
    const called = isObject(call) && isObject(call.function) ? call.function : undefined;
    if (called === undefined || typeof called.name !== 'string') return 'expected each tool call to name a function';
    const text = typeof called.arguments === 'string' ? called.arguments : JSON.stringify(called.arguments ?? {});
    read.push({
      name: called.name,
      arguments: text,
      ...(isObject(call) && typeof call.id === 'string' ? { id: call.id } : {}),
    });
  }
  return read;
}

/** Whether a value is an object with fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
