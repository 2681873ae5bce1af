import type { JsonValue, Role, ToolCall, Turn } from '@bezoar/core';

/** A message as chat completions take it. */
export interface Message {
  readonly role: Role;
  readonly content: string | null;
  readonly tool_calls?: readonly JsonValue[];
  readonly tool_call_id?: string;
}

/**
 * Turns as messages. A call without an id gets one, and a result that names no call answers the oldest open one, since
 * servers refuse both. Ids that are made have nine letters and digits, which is what the strictest template takes.
 */
export function toMessages(turns: readonly Turn[]): readonly Message[] {
  const taken = new Set(turns.flatMap(({ toolCalls }) => toolCalls.map(({ id }) => id)));
  const open: string[] = [];
  let made = 0;
  const newId = (): string => {
    for (;;) {
      const id = `call${String(made++).padStart(5, '0')}`;
      if (!taken.has(id)) return id;
    }
  };
  return turns.map(({ role, text, toolCalls, toolCallId }): Message => {
    if (role === 'tool') {
      const id = toolCallId ?? open[0] ?? newId();
      if (open.includes(id)) open.splice(open.indexOf(id), 1);
      return { role, content: text, tool_call_id: id };
    }
    if (role !== 'assistant' || toolCalls.length === 0) return { role, content: text };
    const calls = toolCalls.map((call) => toolCallMessage(call, call.id ?? newId()));
    open.splice(0, open.length, ...calls.map(({ id }) => id));
    return { role, content: text === '' ? null : text, tool_calls: calls };
  });
}

function toolCallMessage({ name, arguments: text }: ToolCall, id: string) {
  return { id, type: 'function', function: { name, arguments: text === '' ? '{}' : text } };
}
