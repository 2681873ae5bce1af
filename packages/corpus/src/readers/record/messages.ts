import type { Role, Turn } from '@bezoar/core';
import type { Problem } from '../unreadable.ts';
import { readContent } from './message-content.ts';
import { otherWords } from './other-conversation.ts';
import { isJsonObject, ownText } from './own-field.ts';
import { readToolCalls } from './tool-calls.ts';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** The turns of a record, and what in them is not text. */
export interface Turns {
  readonly turns: readonly Turn[];
  readonly unread: readonly Problem[];
}

/** Whether a parsed value is an array of messages: not empty, and each item an object with a role. */
export function isMessageList(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => isJsonObject(item) && Object.hasOwn(item, 'role'))
  );
}

/** Reads OpenAI chat messages. `path` names the array; a problem names the ill-typed field below it. */
export function readMessages(messages: readonly unknown[], path: string): Turns | Problem {
  const turns: Turn[] = [];
  const unread: Problem[] = [];
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index];
    // A function, because the text is needed only for a fault.
    const where = (): string => `${path}[${index}]`;
    if (!isJsonObject(message)) return { code: 'not-a-record', reason: `\`${where()}\` is not an object` };
    const role = ROLES.get(ownText(message, 'role') ?? '');
    if (role === undefined) {
      return { code: 'not-a-record', reason: `\`${where()}.role\` is none of ${[...ROLES.keys()].join(', ')}` };
    }
    const content = readContent(message, where);
    if ('code' in content) return content;
    const toolCalls = readToolCalls(message, where);
    if ('code' in toolCalls) return toolCalls;
    const toolCallId = ownText(message, 'tool_call_id') ?? (role === 'tool' ? ownText(message, 'name') : undefined);
    const turn = { role, text: content.text, toolCalls };
    turns.push(toolCallId === undefined ? turn : { ...turn, toolCallId });
    for (const part of content.unread) unread.push(part);
    for (const part of otherWords(message, content.text, where)) unread.push(part);
  }
  return { turns, unread };
}
