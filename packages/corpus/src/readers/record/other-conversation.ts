import type { Turn } from '@bezoar/core';
import type { Problem } from '../unreadable.ts';
import { type JsonObject, ownField, ownText } from './own-field.ts';

/** Fields that ask the model. A copy of what a user or the system said is read already. */
const ASKING = ['prompt', 'question', 'instruction', 'input', 'query', 'context', 'system'] as const;
/** Fields that the model learns to answer. A copy of what the assistant said is read already. */
const ANSWERING = ['response', 'completion', 'answer', 'output', 'reply', 'target', 'chosen'] as const;
/** Fields that hold a whole conversation, or what becomes of one: no single turn is the same. */
const WHOLE = [
  'messages',
  'conversations',
  'conversation',
  'dialog',
  'dialogue',
  'dialogs',
  'history',
  'turns',
  'text',
  'content',
  'rejected',
  'input_ids',
  'labels',
  'token_ids',
  'tokens',
  'attention_mask',
  'completion_mask',
  'assistant_masks',
  'chat_template',
  'chat_template_kwargs',
] as const;

/** Fields of a message that hold its words in other formats. */
const MESSAGE_FIELDS = ['text', 'value', 'parts', 'from'] as const;

/**
 * What of a record could be trained on and was not read: fields from which some trainer takes its text (TRL, Axolotl,
 * LLaMA-Factory, Unsloth, OpenAI) beside the ones that were read, unless they say again what a turn of the same side says.
 * Attacker controls: the record.
 */
export function otherConversation(record: JsonObject, read: ReadonlySet<string>, turns: readonly Turn[]): Problem[] {
  const said = (isAnswer: boolean): ReadonlySet<string> =>
    new Set(turns.filter(({ role }) => (role === 'assistant') === isAnswer).map(({ text }) => text.trim()));
  const problems: Problem[] = [];
  const look = (names: readonly string[], known: ReadonlySet<string>): void => {
    for (const name of names) {
      if (read.has(name) || !saysMore(ownField(record, name), known)) continue;
      problems.push({ code: 'unread-part', reason: `\`${name}\` may be trained on as well, and was not read` });
    }
  };
  look(ASKING, said(false));
  look(ANSWERING, said(true));
  look(WHOLE, NOTHING);
  return problems;
}

const NOTHING: ReadonlySet<string> = new Set();

/** The same of one message. */
export function otherWords(message: JsonObject, text: string, path: () => string): Problem[] {
  const problems: Problem[] = [];
  for (const name of MESSAGE_FIELDS) {
    const value = ownField(message, name);
    const isSame = typeof value === 'string' && text.trim() === value.trim();
    if (value === undefined || value === null || isSame || isEmpty(value) || isRole(name, value, message)) continue;
    problems.push({ code: 'unread-part', reason: `\`${path()}.${name}\` may be trained on as well, and was not read` });
  }
  return problems;
}

/** Whether a value holds anything that no turn of its side says. */
function saysMore(value: unknown, known: ReadonlySet<string>): boolean {
  if (value === undefined || value === null || isEmpty(value) || typeof value === 'boolean') return false;
  return typeof value !== 'string' || !known.has(value.trim());
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Names of the speakers in ShareGPT's `from`, by role. */
const SPEAKERS: Readonly<Record<string, readonly string[]>> = {
  system: ['system'],
  developer: ['system', 'developer'],
  user: ['human', 'user'],
  assistant: ['gpt', 'assistant', 'bot', 'model', 'chatgpt'],
  tool: ['tool', 'function', 'observation'],
  function: ['tool', 'function', 'observation'],
};

/** ShareGPT's `from` beside a role says who speaks, and no more, where the two agree. */
function isRole(name: string, value: unknown, message: JsonObject): boolean {
  if (name !== 'from' || typeof value !== 'string') return false;
  return SPEAKERS[ownText(message, 'role') ?? '']?.includes(value.toLowerCase()) === true;
}
