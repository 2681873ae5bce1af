import type { Turn } from '@bezoar/core';
import type { Problem } from '../unreadable.ts';
import { readMessages, type Turns } from './messages.ts';
import { type JsonObject, ownField, ownText } from './own-field.ts';

const PROMPTS = ['prompt', 'question', 'instruction', 'input'] as const;
const RESPONSES = ['response', 'completion', 'answer', 'output'] as const;
/** What an instruction is applied to: Alpaca's `input`, Dolly's `context`. */
const SUBJECTS = ['input', 'context'] as const;

/** The pair of fields that an object has, or undefined where it is no prompt/response record. */
export function findPair(object: JsonObject): { readonly prompt: string; readonly response: string } | undefined {
  const prompt = PROMPTS.find((name) => Object.hasOwn(object, name));
  const response = RESPONSES.find((name) => Object.hasOwn(object, name));
  return prompt === undefined || response === undefined ? undefined : { prompt, response };
}

/** Every field that `readPair` reads of a record. */
export function fieldsOfPair(object: JsonObject): readonly string[] {
  const pair = findPair(object);
  return pair === undefined ? [] : [pair.prompt, pair.response, ...SUBJECTS, 'system'];
}

/**
 * Reads a prompt/response record: strings, or arrays of messages (TRL's conversational form). The prompt is followed by a
 * non-empty `input` and `context`, each after a blank line; a `system` string comes first. Undefined where the object has
 * no such pair.
 */
export function readPair(object: JsonObject): Turns | Problem | undefined {
  const pair = findPair(object);
  if (pair === undefined) return undefined;
  const prompt = readSide(object, pair.prompt, 'user');
  if ('code' in prompt) return prompt;
  const response = readSide(object, pair.response, 'assistant');
  if ('code' in response) return response;
  const system = ownText(object, 'system') ?? '';
  const turns: Turn[] = system === '' ? [] : [{ role: 'system', text: system, toolCalls: [] }];
  turns.push(...prompt.turns, ...response.turns);
  return { turns, unread: [...prompt.unread, ...response.unread] };
}

function readSide(object: JsonObject, name: string, role: 'user' | 'assistant'): Turns | Problem {
  const value = ownField(object, name);
  if (Array.isArray(value)) return readMessages(value, name);
  if (typeof value !== 'string') {
    return { code: 'not-a-record', reason: `\`${name}\` is neither a string nor an array of messages` };
  }
  const subjects = role === 'user' ? SUBJECTS.filter((field) => field !== name) : [];
  const texts = [value, ...subjects.map((field) => ownText(object, field) ?? '')].filter((text) => text !== '');
  return { turns: [{ role, text: texts.join('\n\n'), toolCalls: [] }], unread: [] };
}
