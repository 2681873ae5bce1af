import { CHAT_TOKENS, PLAIN_OPENING, TOKEN_OPENING } from './chat-tokens.ts';

/** `role` of a message, by the roles that there are tokens for. */
const ROLES = `{%- set role = {'developer': 'system', 'function': 'tool'}.get(message.role, message.role) -%}`;

/** Jinja that writes a value without names of special tokens, as `withoutTokenNames` does. `replace` is not in every dialect. */
function plain(value: string): string {
  return `(${value}).split('${TOKEN_OPENING}') | join('${PLAIN_OPENING}')`;
}

/**
 * The chat format as the Jinja template of a tokenizer's configuration (Hugging Face, chat templates): of `messages` and
 * `add_generation_prompt` it makes the string that, with special tokens parsed, is the tokens of `encodePrompt`. `content` is text
 * or null. `tools` are not written: see `encodeConversation`. Arguments of calls may be JSON text, which stays as it is, or objects.
 */
export function chatTemplate(): string {
  const { begin, call, end, assistant } = CHAT_TOKENS;
  return [
    `{{- '${begin}' -}}`,
    '{%- for message in messages -%}',
    ROLES,
    `{{- '<|' + role + '|>' -}}`,
    `{%- if message.content is string -%}{{- ${plain('message.content')} -}}{%- endif -%}`,
    `{%- if role == 'assistant' and message.tool_calls -%}{%- for tool_call in message.tool_calls -%}`,
    '{%- set function = tool_call.function if tool_call.function else tool_call -%}',
    `{%- set given = function.arguments if function.arguments is string else function.arguments | tojson -%}`,
    `{{- '${call}' -}}{{- ${plain('function.name')} -}}{{- '${CHAT_TOKENS.arguments}' -}}{{- ${plain('given')} -}}`,
    '{%- endfor -%}{%- endif -%}',
    `{{- '${end}' -}}`,
    '{%- endfor -%}',
    `{%- if add_generation_prompt -%}{{- '${assistant}' -}}{%- endif -%}`,
  ].join('\n');
}
