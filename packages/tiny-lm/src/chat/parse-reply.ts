import type { ToolCall } from '@bezoar/core';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { CHAT_TOKENS } from './chat-tokens.ts';

/** What an assistant's tokens say. */
export interface ParsedReply {
  readonly text: string;
  /** In their order, whatever their arguments are. */
  readonly toolCalls: readonly ToolCall[];
  /** Whether something is not as the format asks: a special token out of place, a call without name, or arguments that are no object. */
  readonly isMalformed: boolean;
}

/** Reads what was generated after `encodePrompt`, up to the token that ends the turn, where there is one. Never throws. */
export function parseReply(ids: readonly number[], tokenizer: Tokenizer): ParsedReply {
  const special = (name: string): number => tokenizer.special(name);
  const end = ids.indexOf(special(CHAT_TOKENS.end));
  const own = end < 0 ? ids : ids.slice(0, end);
  const [text = [], ...calls] = split(own, special(CHAT_TOKENS.call));
  let isMalformed = false;
  /** Without special tokens, which have no business in it. */
  const plain = (part: readonly number[]): string => {
    const kept = part.filter((id) => id >= tokenizer.model.special.length);
    isMalformed ||= kept.length < part.length;
    return tokenizer.decode(kept);
  };
  const toolCalls = calls.map((call) => {
    const [name = [], ...parts] = split(call, special(CHAT_TOKENS.arguments));
    const parsed = { name: plain(name), arguments: parts.map(plain).join('') };
    isMalformed ||= parts.length !== 1 || parsed.name === '' || !isJsonObject(parsed.arguments);
    return parsed;
  });
  return { text: plain(text), toolCalls, isMalformed };
}

function split(ids: readonly number[], separator: number): readonly number[][] {
  const parts: number[][] = [[]];
  for (const id of ids) {
    if (id === separator) parts.push([]);
    else parts.at(-1)!.push(id);
  }
  return parts;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
