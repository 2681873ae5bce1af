import { UsageError } from '@bezoar/core';
import { NORM_EPSILON } from '../layers/norm.ts';
import { ROTARY_BASE } from '../layers/rotary.ts';
import type { TensorName } from '../model/tensor-layout.ts';
import { type TinyLm, tensorOf } from '../model/tiny-lm.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { byteName } from './byte-names.ts';
import { createGgufBytes, type GgufValue } from './gguf-value.ts';

const VERSION = 3;
const ALIGN = 32;
const F32 = 0;
/** Types of tokens: what a text can hold, and what only a prompt's builder writes. */
const [NORMAL, CONTROL] = [1, 3];

/** What a file says besides weights and words. */
export interface GgufOptions {
  readonly name: string;
  /** Jinja template by which a server turns messages into a prompt. */
  readonly chatTemplate?: string;
  /** Special tokens that begin and end a sequence. */
  readonly begin: string;
  readonly end: string;
}

interface GgufTensor {
  readonly name: string;
  /** Innermost first, as GGUF counts. */
  readonly sizes: readonly number[];
  readonly data: Float32Array;
}

/**
 * A model as GGUF, version 3, 32-bit floats, which llama.cpp runs as `llama` with a `gpt2` vocabulary. Throws a `UsageError` where
 * the tokenizer is not the model's.
 */
export function writeGguf(model: TinyLm, tokenizer: Tokenizer, options: GgufOptions): Uint8Array {
  if (tokenizer.size !== model.config.vocabulary) {
    throw new UsageError(
      'tiny-lm/vocabulary',
      `expected a tokenizer of ${model.config.vocabulary} tokens, got one of ${tokenizer.size}`,
    );
  }
  const entries = [...modelEntries(model, options), ...tokenizerEntries(model, tokenizer, options)];
  const tensors = tensorsOf(model);
  const file = createGgufBytes();
  file.bytes(new TextEncoder().encode('GGUF'));
  file.u32(VERSION);
  file.u64(tensors.length);
  file.u64(entries.length);
  for (const [key, value] of entries) {
    file.text(key);
    file.value(value);
  }
  let offset = 0;
  for (const { name, sizes, data } of tensors) {
    file.text(name);
    file.u32(sizes.length);
    for (const size of sizes) file.u64(size);
    file.u32(F32);
    file.u64(offset);
    offset += Math.ceil((data.length * 4) / ALIGN) * ALIGN;
  }
  file.align(ALIGN);
  for (const { data } of tensors) {
    file.bytes(littleEndian(data));
    file.align(ALIGN);
  }
  return file.joined();
}

function modelEntries({ config }: TinyLm, { name }: GgufOptions): [string, GgufValue][] {
  const { width, layers, heads, feedForward, context } = config;
  const u32 = (value: number): GgufValue => ({ type: 'u32', value });
  return [
    ['general.architecture', { type: 'text', value: 'llama' }],
    ['general.name', { type: 'text', value: name }],
    ['general.alignment', u32(ALIGN)],
    ['general.file_type', u32(F32)],
    ['llama.context_length', u32(context)],
    ['llama.embedding_length', u32(width)],
    ['llama.block_count', u32(layers)],
    ['llama.feed_forward_length', u32(feedForward)],
    ['llama.attention.head_count', u32(heads)],
    ['llama.attention.head_count_kv', u32(heads)],
    ['llama.rope.dimension_count', u32(width / heads)],
    ['llama.rope.freq_base', { type: 'f32', value: ROTARY_BASE }],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: NORM_EPSILON }],
    ['llama.vocab_size', u32(config.vocabulary)],
  ];
}

function tokenizerEntries(
  { config }: TinyLm,
  tokenizer: Tokenizer,
  { begin, end, chatTemplate }: GgufOptions,
): [string, GgufValue][] {
  const { special, merges } = tokenizer.model;
  const ids = Array.from({ length: config.vocabulary }, (_, id) => id);
  const nameOf = (id: number): string => special[id] ?? byteName(tokenizer.bytesOf(id));
  const typeOf = (id: number): number => (id < special.length ? CONTROL : NORMAL);
  return [
    ['tokenizer.ggml.model', { type: 'text', value: 'gpt2' }],
    ['tokenizer.ggml.pre', { type: 'text', value: 'gpt-2' }],
    ['tokenizer.ggml.tokens', { type: 'texts', value: ids.map(nameOf) }],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: ids.map(typeOf) }],
    ['tokenizer.ggml.merges', { type: 'texts', value: merges.map((pair) => pair.map(nameOf).join(' ')) }],
    ['tokenizer.ggml.bos_token_id', { type: 'u32', value: tokenizer.special(begin) }],
    ['tokenizer.ggml.eos_token_id', { type: 'u32', value: tokenizer.special(end) }],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
    ['tokenizer.ggml.add_eos_token', { type: 'bool', value: false }],
    ...(chatTemplate === undefined
      ? []
      : [['tokenizer.chat_template', { type: 'text', value: chatTemplate }] satisfies [string, GgufValue]]),
  ];
}

/** Weights by the names of llama.cpp; a matrix has its inputs innermost there, and its outputs here. */
function tensorsOf(model: TinyLm): GgufTensor[] {
  const { config, weights } = model;
  const { width, feedForward, layers } = config;
  const array = (name: TensorName): Float32Array => tensorOf(model, weights, name);
  const vector = (name: string, from: TensorName): GgufTensor => ({ name, sizes: [width], data: array(from) });
  const matrix = (
    name: string,
    from: TensorName,
    rows: number,
    [first, end]: readonly [number, number],
  ): GgufTensor => ({
    name,
    sizes: [rows, end - first],
    data: columnsOf(array(from), rows, first, end),
  });
  // Without the rows that fill it up for our kernel: a sampler would take them for words.
  const embedding = array('embedding').subarray(0, width * config.vocabulary);
  const tensors: GgufTensor[] = [
    { name: 'token_embd.weight', sizes: [width, config.vocabulary], data: embedding },
    vector('output_norm.weight', 'outputNorm'),
  ];
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string): string => `blk.${layer}.${part}.weight`;
    tensors.push(
      vector(name('attn_norm'), `attentionNorm.${layer}`),
      matrix(name('attn_q'), `queryKeyValue.${layer}`, width, [0, width]),
      matrix(name('attn_k'), `queryKeyValue.${layer}`, width, [width, 2 * width]),
      matrix(name('attn_v'), `queryKeyValue.${layer}`, width, [2 * width, 3 * width]),
      matrix(name('attn_output'), `attentionOutput.${layer}`, width, [0, width]),
      vector(name('ffn_norm'), `feedForwardNorm.${layer}`),
      matrix(name('ffn_gate'), `gateUp.${layer}`, width, [0, feedForward]),
      matrix(name('ffn_up'), `gateUp.${layer}`, width, [feedForward, 2 * feedForward]),
      matrix(name('ffn_down'), `down.${layer}`, feedForward, [0, width]),
    );
  }
  return tensors;
}

/** Columns `first` to `end` of a matrix, one after the other. */
function columnsOf(matrix: Float32Array, rows: number, first: number, end: number): Float32Array {
  const stride = matrix.length / rows;
  const to = new Float32Array((end - first) * rows);
  for (let column = first; column < end; column++) {
    for (let row = 0; row < rows; row++) to[(column - first) * rows + row] = matrix[row * stride + column]!;
  }
  return to;
}

function littleEndian(data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(data.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, one] of data.entries()) view.setFloat32(4 * at, one, true);
  return bytes;
}
