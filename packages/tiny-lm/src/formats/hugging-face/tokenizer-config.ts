import { UsageError } from '@bezoar/core';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { parseJsonObject } from './json-file.ts';
import { SPECIAL_TOKEN } from './tokenizer-json.ts';

/** Largest `tokenizer_config.json` that is read, in bytes, its template included (CWE-400). */
export const MAX_TOKENIZER_CONFIG_BYTES: number = 1 << 20;

/** What a tokenizer's configuration says besides its special tokens. */
export interface TokenizerConfig {
  /** Special tokens that begin and end a sequence. */
  readonly begin: string;
  readonly end: string;
  /** Most tokens of a sequence. */
  readonly context: number;
  readonly chatTemplate?: string | undefined;
}

/** `tokenizer_config.json` of Hugging Face transformers. */
export function writeTokenizerConfig(tokenizer: Tokenizer, config: TokenizerConfig): string {
  const { special } = tokenizer.model;
  const document = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: config.context,
    bos_token: config.begin,
    eos_token: config.end,
    add_bos_token: false,
    add_eos_token: false,
    clean_up_tokenization_spaces: false,
    added_tokens_decoder: Object.fromEntries(special.map((content, id) => [id, { content, ...SPECIAL_TOKEN }])),
    chat_template: config.chatTemplate,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** `special_tokens_map.json`, which older programs read. */
export function writeSpecialTokensMap(tokenizer: Tokenizer, { begin, end }: TokenizerConfig): string {
  const others = tokenizer.model.special.filter((name) => name !== begin && name !== end);
  const document = { bos_token: begin, eos_token: end, additional_special_tokens: others };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The chat template of a `tokenizer_config.json`, if it has one. Throws a `UsageError` (`tiny-lm/tokenizer-config-file`). */
export function parseChatTemplate(bytes: Uint8Array): string | undefined {
  // Attacker controls: bytes.
  const code = 'tiny-lm/tokenizer-config-file';
  const file = parseJsonObject(bytes, { maxBytes: MAX_TOKENIZER_CONFIG_BYTES, maxDepth: 8, code });
  const template = file.chat_template;
  if (template === undefined || template === null) return undefined;
  // A list would name several, of which a server takes the one that a request asks for.
  if (typeof template !== 'string') throw new UsageError(code, 'expected `chat_template` to be a text');
  return template;
}
