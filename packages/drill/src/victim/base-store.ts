import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '@bezoar/core';
import { createTinyLm, createTokenizer, type TokenizerModel } from '@bezoar/tiny-lm';
import { BASE_CONVERSATIONS, BASE_EPOCHS, type BaseOptions, trainBase } from './train-base.ts';
import { VICTIM_BATCH_TOKENS, VICTIM_VOCABULARY, type VictimModel, victimConfig } from './victim-model.ts';

/** Raised when the desk or the training changes, so that no base of before is taken for one of now. */
const STORE_VERSION = 1;

const inMemory = new Map<string, Promise<VictimModel>>();

/**
 * A base by its seed: from memory, from a folder where one is given, or trained and kept there. Bases of a folder are believed:
 * keep it where only you write.
 */
export function baseVictim(options: BaseOptions & { readonly folder?: string }): Promise<VictimModel> {
  const { folder, seed, conversations = BASE_CONVERSATIONS, epochs = BASE_EPOCHS } = options;
  const what = { seed, conversations, epochs, vocabulary: VICTIM_VOCABULARY, version: STORE_VERSION };
  const name = `base-${sha256(canonicalJson(what)).slice(0, 16)}`;
  const key = `${folder ?? ''} ${name}`;
  let base = inMemory.get(key);
  if (base === undefined) {
    base =
      folder === undefined ? Promise.resolve().then(() => trainBase(options)) : fromFolder(join(folder, name), options);
    inMemory.set(key, base);
    base.catch(() => inMemory.delete(key));
  }
  return base;
}

async function fromFolder(path: string, options: BaseOptions): Promise<VictimModel> {
  const kept = await readBase(path);
  if (kept !== undefined) return kept;
  const base = trainBase(options);
  await mkdir(join(path, '..'), { recursive: true });
  await writeWhole(`${path}.f32`, new Uint8Array(base.model.weights.slice().buffer));
  // Last: a base is there when its tokenizer is.
  await writeWhole(`${path}.json`, JSON.stringify(base.tokenizer.model));
  return base;
}

async function readBase(path: string): Promise<VictimModel | undefined> {
  let text: string;
  try {
    text = await readFile(`${path}.json`, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const tokenizer = createTokenizer(JSON.parse(text) as TokenizerModel);
  const bytes = await readFile(`${path}.f32`);
  const weights = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return {
    tokenizer,
    model: createTinyLm(victimConfig(tokenizer.size), { weights, batchTokens: VICTIM_BATCH_TOKENS }),
  };
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.partial`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}
