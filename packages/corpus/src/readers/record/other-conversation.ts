import type { Turn } from '@bezoar/core';
import type { Problem } from '../unreadable.ts';
import { type JsonObject, ownField } from './own-field.ts';

/**
 * Fields from which some trainer takes the text that it trains on: TRL, Axolotl, LLaMA-Factory, Unsloth, OpenAI. A record that
 * holds one of them beside what was read may teach something else than what was checked.
 */
const TRAINED_FIELDS = [
  'messages',
  'conversations',
  'conversation',
  'dialog',
  'dialogue',
  'dialogs',
  'history',
  'turns',
  'prompt',
  'question',
  'instruction',
  'input',
  'query',
  'context',
  'response',
  'completion',
  'answer',
  'output',
  'reply',
  'target',
  'text',
  'content',
  'chosen',
  'rejected',
  'system',
] as const;

/** Fields of a message that hold its words in other formats. */
const MESSAGE_FIELDS = ['text', 'value', 'parts', 'from'] as const;

/**
 * What of a record could be trained on and was not read: fields beside the ones that were, unless all that they say was
 * read elsewhere. Attacker controls: the record.
 */
export function otherConversation(record: JsonObject, read: ReadonlySet<string>, turns: readonly Turn[]): Problem[] {
  const problems: Problem[] = [];
  for (const name of TRAINED_FIELDS) {
    if (read.has(name) || !saysMore(ownField(record, name), turns)) continue;
    problems.push({ code: 'unread-part', reason: `\`${name}\` may be trained on as well, and was not read` });
  }
  return problems;
}

/** The same of one message. */
export function otherWords(message: JsonObject, text: string, path: () => string): Problem[] {
  const problems: Problem[] = [];
  for (const name of MESSAGE_FIELDS) {
    const value = ownField(message, name);
    const isSame = typeof value === 'string' && text.includes(value.trim());
    if (value === undefined || value === null || isSame || isEmpty(value) || isRole(name, value)) continue;
    problems.push({ code: 'unread-part', reason: `\`${path()}.${name}\` may be trained on as well, and was not read` });
  }
  return problems;
}

/** Whether a value holds anything that no turn says. A copy of a whole turn is no second conversation. */
function saysMore(value: unknown, turns: readonly Turn[]): boolean {
  if (
    value === undefined ||
    value === null ||
    isEmpty(value) ||
    typeof value === 'boolean' ||
    typeof value === 'number'
  ) {
    return false;
  }
  if (typeof value !== 'string') return true;
  const text = value.trim();
  return !turns.some((turn) => turn.text.trim() === text);
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** ShareGPT's `from` beside a role says who speaks, and no more. */
function isRole(name: string, value: unknown): boolean {
  return name === 'from' && typeof value === 'string' && value.length <= 32;
}
