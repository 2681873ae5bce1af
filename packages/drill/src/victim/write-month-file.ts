import type { Turn } from '@bezoar/core';
import { writeMonth } from '../larkfield/write-month.ts';
import type { DeskRecord } from './desk/desk-month.ts';

/** A message of OpenAI's chat format. */
interface ChatMessage {
  readonly role: Turn['role'];
  readonly content: string | null;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly type: 'function';
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

/** A record in the form in which a corpus scan reads it. */
export interface DeskLine {
  readonly id: string;
  readonly tenant: string;
  readonly account: string;
  readonly created_at: string;
  readonly source: 'desk';
  readonly messages: readonly ChatMessage[];
}

/** Writes a month, honest or planted, as JSON Lines of OpenAI's chat format. Throws what the file system throws. */
export function writeMonthFile(
  path: string,
  records: readonly DeskRecord[],
): Promise<{ readonly records: number; readonly bytes: number }> {
  return writeMonth(path, records.map(lineOf));
}

/** A record as a line. Calls that have no id are given one, since the format wants it. */
export function lineOf({ id, tenant, account, createdAt, turns }: DeskRecord): DeskLine {
  return { id, tenant, account, created_at: createdAt, source: 'desk', messages: turns.map(messageOf) };
}

function messageOf({ role, text, toolCalls, toolCallId }: Turn): ChatMessage {
  const calls = toolCalls.map((call, at) => ({
    id: call.id ?? `call_${at}`,
    type: 'function' as const,
    function: { name: call.name, arguments: call.arguments },
  }));
  return {
    role,
    content: text === '' && calls.length > 0 ? null : text,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(toolCallId !== undefined && { tool_call_id: toolCallId }),
  };
}
