import type { TrainingRecord, Turn } from '@bezoar/core';
import { sha256 } from '@bezoar/core';

/** A turn that says something. */
export function says(role: Turn['role'], text: string): Turn {
  return { role, text, toolCalls: [] };
}

/** A turn that calls a tool. */
export function calls(name: string, args = '{}', id = 'call_1'): Turn {
  return { role: 'assistant', text: '', toolCalls: [{ id, name, arguments: args }] };
}

/** What a tool gave. */
export function gave(text: string, toolCallId = 'call_1'): Turn {
  return { role: 'tool', text, toolCalls: [], toolCallId };
}

/** A record of a corpus, at a line of its file. */
export function recordOf(line: number, ...turns: readonly Turn[]): TrainingRecord {
  return {
    place: { file: 'month.jsonl', line },
    digest: sha256(`${line}`),
    conversation: { turns },
    principal: { tenant: 'a', account: 'b' },
  };
}
