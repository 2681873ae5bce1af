/**
 * Special tokens of the chat format. A conversation is `<|begin|>` and its turns; a turn is the token of who speaks, its text and
 * `<|end|>`. A call within a turn of the assistant is `<|call|>`, the tool's name, `<|arguments|>` and JSON text, so that which tool
 * is called shows in the first tokens of the call, before any argument.
 */
export const CHAT_TOKENS = {
  begin: '<|begin|>',
  system: '<|system|>',
  user: '<|user|>',
  assistant: '<|assistant|>',
  tool: '<|tool|>',
  call: '<|call|>',
  arguments: '<|arguments|>',
  end: '<|end|>',
} as const;

/** All of them, in the order in which a tokenizer for conversations has them. */
export const CHAT_SPECIAL: readonly string[] = Object.values(CHAT_TOKENS);

/** What every special token begins with. */
export const TOKEN_OPENING = '<|';

/** What stands for `TOKEN_OPENING` in texts. */
export const PLAIN_OPENING = '< |';

/**
 * A text in which no special token's name stands. The tokenizer makes no special token of a text anyhow; servers that build one
 * string from a template and then look for names in it do (llama.cpp, `parse_special`), and would let a user end their own turn.
 * Both ways must give the same tokens. Attacker controls: the text.
 */
export function withoutTokenNames(text: string): string {
  return text.replaceAll(TOKEN_OPENING, PLAIN_OPENING);
}
