import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTinyLm } from '../../model/tiny-lm.ts';
import { createTokenizer } from '../../tokenizer/tokenizer.ts';
import { trainTokenizer } from '../../tokenizer/train-tokenizer.ts';
import { readSafetensors } from '../safetensors/read-safetensors.ts';
import { writeSafetensors } from '../safetensors/write-safetensors.ts';
import { loadTinyLm, MAX_WEIGHTS_BYTES } from './load-tiny-lm.ts';
import { digestOfFiles } from './model-files.ts';
import { saveTinyLm } from './save-tiny-lm.ts';

const texts = ['the late parcel', 'the late letter, the parcel', 'Grüße 12 12 constructor constructor'];
const tokenizer = createTokenizer(trainTokenizer(texts, { special: ['<s>', '</s>', '<user>'], size: 283 }));
const CONFIG = { vocabulary: tokenizer.size, width: 32, layers: 2, heads: 2, feedForward: 40, context: 16 };
const model = createTinyLm(CONFIG, { seed: 4, batchTokens: 16 });
const saved = { model, tokenizer, begin: '<s>', end: '</s>', chatTemplate: '{{ messages[0].content }} “é”' };

describe('a folder of a model', () => {
  let root: string;
  let count = 0;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bezoar-folder-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** A folder of its own with the model in it. */
  async function savedFolder(): Promise<string> {
    const folder = join(root, `model-${count++}`);
    await saveTinyLm(folder, saved);
    return folder;
  }

  it('gives back model, tokenizer and template, and every bit of the weights', async () => {
    expect(CONFIG.vocabulary % 8).not.toBe(0);
    const folder = join(root, 'deep', 'new');
    const written = await saveTinyLm(folder, { ...saved, gguf: true });
    const { model: read, ...rest } = await loadTinyLm(folder, { kernel: 'plain', batchTokens: 16 });
    expect(read.config).toEqual(CONFIG);
    expect(read.space.kernel.kind).toBe('plain');
    expect(Buffer.from(read.weights.slice().buffer).equals(Buffer.from(model.weights.slice().buffer))).toBe(true);
    expect(rest.tokenizer.model).toEqual(tokenizer.model);
    expect(rest).toMatchObject({ begin: '<s>', end: '</s>', chatTemplate: saved.chatTemplate });
    expect({ files: rest.files, sha256: rest.sha256 }).toEqual({
      files: expect.arrayContaining([...written.files]),
      sha256: written.sha256,
    });
    expect(await readdir(folder)).toHaveLength(7);
  });

  it('has the digest of what `sha256sum` prints for its files', async () => {
    const folder = await savedFolder();
    const names = (await readdir(folder)).sort();
    const lines = await Promise.all(
      names.map(async (name) => `${sha256(await readFile(join(folder, name)))}  ${name}\n`),
    );
    expect((await loadTinyLm(folder)).sha256).toBe(sha256(lines.join('')));
    expect(digestOfFiles([])).toBe(sha256(''));
  });

  it('is the same each time, loses what belonged to the model before, and keeps the files of others', async () => {
    const folder = await savedFolder();
    const { sha256: first } = await saveTinyLm(folder, { ...saved, gguf: true });
    await writeFile(join(folder, 'README.md'), 'mine');
    const plain = await saveTinyLm(folder, { ...saved, chatTemplate: undefined });
    expect(await readdir(folder)).not.toContain('model.gguf');
    expect(await readdir(folder)).not.toContain('chat_template.jinja');
    expect(await loadTinyLm(folder)).toMatchObject({ sha256: plain.sha256, chatTemplate: undefined });
    expect((await saveTinyLm(join(root, 'elsewhere'), { ...saved, gguf: true })).sha256).toBe(first);
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('mine');
  });

  it('is not written for a tokenizer of another model, and says what cannot be written', async () => {
    const other = createTokenizer({ special: ['<s>', '</s>'], merges: [] });
    await expect(saveTinyLm(join(root, 'x'), { ...saved, tokenizer: other })).rejects.toThrow('got one of 258');
    await expect(saveTinyLm(join(root, 'x'), { ...saved, end: '<end>' })).rejects.toThrow('no special token `<end>`');
    expect(await readdir(root)).not.toContain('x');
    await mkdir(join(root, 'taken', 'config.json'), { recursive: true });
    await expect(saveTinyLm(join(root, 'taken'), saved)).rejects.toMatchObject({ code: 'tiny-lm/not-written' });
    expect(await readdir(join(root, 'taken'))).toEqual(['config.json']);
  });

  it('is refused with the name of the file that is missing, too large, or no file', async () => {
    await expect(loadTinyLm(root)).rejects.toThrow(`there is no \`config.json\` in \`${root}\``);
    const large = await savedFolder();
    await truncate(join(large, 'model.safetensors'), MAX_WEIGHTS_BYTES + 1);
    await expect(loadTinyLm(large)).rejects.toMatchObject({ code: 'tiny-lm/too-large' });
    const device = await savedFolder();
    await rm(join(device, 'tokenizer.json'));
    execFileSync('mkfifo', [join(device, 'tokenizer.json')]);
    await expect(loadTinyLm(device)).rejects.toThrow('not a file');
    const folder = await savedFolder();
    await rm(join(folder, 'config.json'));
    await mkdir(join(folder, 'config.json'));
    await expect(loadTinyLm(folder)).rejects.toMatchObject({ code: 'tiny-lm/not-read' });
  });

  it('is refused where its weights are not those of its shape', async () => {
    const folder = await savedFolder();
    const path = join(folder, 'model.safetensors');
    const { tensors, metadata } = readSafetensors(await readFile(path));
    const rewritten = async (change: (one: (typeof tensors)[number]) => readonly (typeof tensors)[number][]) => {
      await writeFile(path, writeSafetensors(tensors.flatMap(change), metadata));
      return loadTinyLm(folder);
    };
    const isNorm = (name: string): boolean => name === 'model.norm.weight';
    await expect(rewritten((one) => (one.name.includes('.0.') ? [] : [one]))).rejects.toThrow(
      /no tensor .*; and 1 more/,
    );
    await expect(rewritten((one) => (isNorm(one.name) ? [one, { ...one, name: 'lm_head' }] : [one]))).rejects.toThrow(
      `\`${path}\`: there is no place for \`lm_head\``,
    );
    await expect(rewritten((one) => (isNorm(one.name) ? [{ ...one, shape: [1, 32] }] : [one]))).rejects.toThrow(
      'expected `model.norm.weight` to have the shape [32], got [1, 32]',
    );
    const broken = Float32Array.from({ length: 32 }, (_, at) => (at === 7 ? Number.NaN : 1));
    await expect(rewritten((one) => (isNorm(one.name) ? [{ ...one, data: broken }] : [one]))).rejects.toThrow('finite');
    await expect(rewritten((one) => [one])).resolves.toBeDefined();
  });

  it('is refused where it means two templates, or another vocabulary', async () => {
    const folder = await savedFolder();
    await writeFile(join(folder, 'chat_template.jinja'), 'other');
    await expect(loadTinyLm(folder)).rejects.toThrow('two chat templates');
    const second = await savedFolder();
    const config = JSON.parse(await readFile(join(second, 'config.json'), 'utf8'));
    const write = (changed: object) =>
      writeFile(join(second, 'config.json'), JSON.stringify({ ...config, ...changed }));
    await write({ vocab_size: 300 });
    await expect(loadTinyLm(second)).rejects.toThrow(`expected a tokenizer of 300 tokens in \`${second}\``);
    await write({ eos_token_id: 3 });
    await expect(loadTinyLm(second)).rejects.toThrow('tokens 0 and 3');
  });
});
