import { join } from 'node:path';
import { sha256, UsageError } from '@bezoar/core';
import type { KernelKind } from '../../kernel/kernel.ts';
import { createTinyLm, type TinyLm } from '../../model/tiny-lm.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { MAX_CONFIG_BYTES, parseLlamaConfig } from '../hugging-face/llama-config.ts';
import { llamaWeights } from '../hugging-face/llama-tensors.ts';
import { MAX_TOKENIZER_CONFIG_BYTES, parseChatTemplate } from '../hugging-face/tokenizer-config.ts';
import { MAX_TOKENIZER_BYTES, parseTokenizerJson } from '../hugging-face/tokenizer-json.ts';
import { readSafetensors } from '../safetensors/read-safetensors.ts';
import { digestOfFiles, MODEL_FILES, type ModelFile } from './model-files.ts';
import { readFileBounded } from './read-file-bounded.ts';
import type { ModelFileSet } from './save-tiny-lm.ts';

/** Largest file of weights, in bytes. The largest size that there is has 32 MB; the model in memory takes several times as much (CWE-400). */
export const MAX_WEIGHTS_BYTES: number = 512 << 20;

const MAX_BYTES: Readonly<Record<keyof typeof MODEL_FILES, number>> = {
  config: MAX_CONFIG_BYTES,
  weights: MAX_WEIGHTS_BYTES,
  tokenizer: MAX_TOKENIZER_BYTES,
  tokenizerConfig: MAX_TOKENIZER_CONFIG_BYTES,
  chatTemplate: MAX_TOKENIZER_CONFIG_BYTES,
  specialTokens: MAX_CONFIG_BYTES,
  // Weights, and beside them a vocabulary twice.
  gguf: MAX_WEIGHTS_BYTES + MAX_TOKENIZER_BYTES,
};

/** How a model is loaded. */
export interface LoadOptions {
  readonly kernel?: KernelKind;
  /** Most tokens of a batch. */
  readonly batchTokens?: number;
}

/** A model as a folder holds it. */
export interface LoadedTinyLm extends ModelFileSet {
  readonly model: TinyLm;
  readonly tokenizer: Tokenizer;
  /** Special tokens that begin and end a sequence. */
  readonly begin: string;
  readonly end: string;
  readonly chatTemplate: string | undefined;
}

/**
 * Loads what `saveTinyLm` wrote, with the same weights bit for bit. Its files are those among `MODEL_FILES` that there are: `model.gguf` is
 * part of the digest, and is not read. Throws a `UsageError` where a file is missing, too large, malformed, or describes a model
 * that tiny-lm is not.
 */
export async function loadTinyLm(folder: string, options: LoadOptions = {}): Promise<LoadedTinyLm> {
  const contents = new Map<string, Uint8Array>();
  for (const [key, path] of Object.entries(MODEL_FILES)) {
    const bytes = await readFileBounded(join(folder, path), MAX_BYTES[key as keyof typeof MODEL_FILES]);
    if (bytes !== undefined) contents.set(path, bytes);
  }
  const read = <T>(path: string, parse: (bytes: Uint8Array) => T): T => {
    const bytes = contents.get(path);
    if (bytes === undefined) throw new UsageError('tiny-lm/no-file', `there is no \`${path}\` in \`${folder}\``);
    return inFile(join(folder, path), () => parse(bytes));
  };
  const { config, ends } = read(MODEL_FILES.config, parseLlamaConfig);
  const tokenizer = read(MODEL_FILES.tokenizer, parseTokenizerJson);
  if (tokenizer.size !== config.vocabulary) {
    throw new UsageError(
      'tiny-lm/vocabulary',
      `expected a tokenizer of ${config.vocabulary} tokens in \`${folder}\`, got one of ${tokenizer.size}`,
    );
  }
  const [begin, end] = [ends.begin, ends.end].map((id) => tokenizer.model.special[id]);
  if (begin === undefined || end === undefined) {
    throw new UsageError(
      'tiny-lm/special',
      `tokens ${ends.begin} and ${ends.end} in \`${folder}\` are not both special`,
    );
  }
  const weights = read(MODEL_FILES.weights, (bytes) => llamaWeights(readSafetensors(bytes).tensors, config));
  const hasTemplate = contents.has(MODEL_FILES.tokenizerConfig);
  const chatTemplate = hasTemplate ? read(MODEL_FILES.tokenizerConfig, parseChatTemplate) : undefined;
  const other = contents.get(MODEL_FILES.chatTemplate);
  if (other !== undefined && !Buffer.from(other).equals(Buffer.from(chatTemplate ?? ''))) {
    const places = `\`${MODEL_FILES.tokenizerConfig}\` and \`${MODEL_FILES.chatTemplate}\` in \`${folder}\``;
    throw new UsageError('tiny-lm/chat-template', `${places} hold two chat templates`);
  }
  const files: ModelFile[] = [...contents].map(([path, bytes]) => ({ path, sha256: sha256(bytes) }));
  const model = createTinyLm(config, { ...options, weights });
  return { model, tokenizer, begin, end, chatTemplate, files, sha256: digestOfFiles(files) };
}

/** Says in which file a fault is. */
function inFile<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(cause.code, `\`${path}\`: ${cause.message}`, { cause });
  }
}
