import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, UsageError } from '@bezoar/core';
import type { TinyLm } from '../../model/tiny-lm.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { writeGguf } from '../gguf/write-gguf.ts';
import { writeLlamaConfig } from '../hugging-face/llama-config.ts';
import { llamaTensors } from '../hugging-face/llama-tensors.ts';
import { writeSpecialTokensMap, writeTokenizerConfig } from '../hugging-face/tokenizer-config.ts';
import { writeTokenizerJson } from '../hugging-face/tokenizer-json.ts';
import { writeSafetensors } from '../safetensors/write-safetensors.ts';
import { digestOfFiles, MODEL_FILES, type ModelFile } from './model-files.ts';
import { writeFileWhole } from './write-file-whole.ts';

/** What `model.gguf` calls a model where nothing else is said. */
const DEFAULT_NAME = 'tiny-lm';

/** What a folder is to hold. */
export interface SavedTinyLm {
  readonly model: TinyLm;
  readonly tokenizer: Tokenizer;
  /** Special tokens that begin and end a sequence. */
  readonly begin: string;
  readonly end: string;
  /** Jinja template by which a server turns messages into a prompt. */
  readonly chatTemplate?: string | undefined;
  /** Whether to write `model.gguf` as well, for llama.cpp. */
  readonly gguf?: boolean;
  /** What `model.gguf` calls the model; the folder's name is not in it, so that the same model is the same file anywhere. */
  readonly name?: string;
}

/** The files of a folder, and one digest of them all. */
export interface ModelFileSet {
  readonly files: readonly ModelFile[];
  readonly sha256: string;
}

/**
 * Writes a model as a folder that Hugging Face transformers, and with `gguf` llama.cpp, load: each file whole or not at all. Files of
 * an earlier model that this one does not have are removed. Throws a `UsageError` where the tokenizer is not the model's, a
 * token has no name of its own, or a file cannot be written.
 */
export async function saveTinyLm(folder: string, saved: SavedTinyLm): Promise<ModelFileSet> {
  const contents = contentsOf(saved);
  await mkdir(folder, { recursive: true });
  for (const path of Object.values(MODEL_FILES)) {
    if (!contents.has(path)) await rm(join(folder, path), { force: true });
  }
  const files: ModelFile[] = [];
  for (const [path, bytes] of contents) {
    await writeFileWhole(join(folder, path), bytes);
    files.push({ path, sha256: sha256(bytes) });
  }
  return { files, sha256: digestOfFiles(files) };
}

function contentsOf(saved: SavedTinyLm): ReadonlyMap<string, Uint8Array> {
  const { model, tokenizer, begin, end, chatTemplate, gguf = false, name = DEFAULT_NAME } = saved;
  const { vocabulary, context } = model.config;
  if (tokenizer.size !== vocabulary) {
    const sizes = `expected a tokenizer of ${vocabulary} tokens, got one of ${tokenizer.size}`;
    throw new UsageError('tiny-lm/vocabulary', sizes);
  }
  const ends = { begin: tokenizer.special(begin), end: tokenizer.special(end) };
  const tokenizerConfig = { begin, end, context, chatTemplate };
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  const contents = new Map<string, Uint8Array>([
    [MODEL_FILES.config, text(writeLlamaConfig(model.config, ends))],
    // What transformers asks of a file before it reads it.
    [MODEL_FILES.weights, writeSafetensors(llamaTensors(model), { format: 'pt' })],
    [MODEL_FILES.tokenizer, text(writeTokenizerJson(tokenizer))],
    [MODEL_FILES.tokenizerConfig, text(writeTokenizerConfig(tokenizer, tokenizerConfig))],
    [MODEL_FILES.specialTokens, text(writeSpecialTokensMap(tokenizer, tokenizerConfig))],
  ]);
  if (chatTemplate !== undefined) contents.set(MODEL_FILES.chatTemplate, text(chatTemplate));
  if (gguf) {
    const template = chatTemplate === undefined ? {} : { chatTemplate };
    contents.set(MODEL_FILES.gguf, writeGguf(model, tokenizer, { name, begin, end, ...template }));
  }
  return contents;
}
