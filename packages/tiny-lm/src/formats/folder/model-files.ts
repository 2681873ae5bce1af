import { sha256 } from '@bezoar/core';

/** A file of a model's folder. */
export interface ModelFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly sha256: string;
}

/** The files of a model by their names; all that there are belong to it. */
export const MODEL_FILES = {
  config: 'config.json',
  weights: 'model.safetensors',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  /** The template once more: newer programs take it from here. */
  chatTemplate: 'chat_template.jinja',
  specialTokens: 'special_tokens_map.json',
  gguf: 'model.gguf',
} as const;

/** Digest of a set of files with their names: SHA-256 of the lines that `sha256sum` prints for them, sorted by path. */
export function digestOfFiles(files: readonly ModelFile[]): string {
  const lines = files.map(({ path, sha256: digest }) => `${digest}  ${path}\n`);
  return sha256(lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join(''));
}
