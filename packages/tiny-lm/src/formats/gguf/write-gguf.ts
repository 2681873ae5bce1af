import { UsageError } from '@bezoar/core';
import { NORM_EPSILON } from '../../layers/norm.ts';
import { ROTARY_BASE } from '../../layers/rotary.ts';
import type { TinyLm } from '../../model/tiny-lm.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { floatBytes } from '../little-endian.ts';
import { type LlamaPart, llamaParts } from '../llama/llama-parts.ts';
import { readPart } from '../llama/part-values.ts';
import { tokenNames } from '../token-names.ts';
import { createGgufBytes, type GgufValue } from './gguf-value.ts';

const VERSION = 3;
const ALIGN = 32;
const F32 = 0;
/** Types of tokens: what a text can hold, and what only a prompt's builder writes. */
const [NORMAL, CONTROL] = [1, 3];

/** Of llama.cpp; those of a layer have its number before them. */
const NAMES: Readonly<Record<LlamaPart['part'], string>> = {
  embedding: 'token_embd.weight',
  outputNorm: 'output_norm.weight',
  attentionNorm: 'attn_norm.weight',
  query: 'attn_q.weight',
  key: 'attn_k.weight',
  value: 'attn_v.weight',
  attentionOutput: 'attn_output.weight',
  feedForwardNorm: 'ffn_norm.weight',
  gate: 'ffn_gate.weight',
  up: 'ffn_up.weight',
  down: 'ffn_down.weight',
};

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
  const entries = [...modelEntries(model, options), ...tokenizerEntries(tokenizer, options)];
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
    file.bytes(floatBytes(data));
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

function tokenizerEntries(tokenizer: Tokenizer, { begin, end, chatTemplate }: GgufOptions): [string, GgufValue][] {
  const { special, merges } = tokenizer.model;
  const names = tokenNames(tokenizer);
  return [
    ['tokenizer.ggml.model', { type: 'text', value: 'gpt2' }],
    ['tokenizer.ggml.pre', { type: 'text', value: 'gpt-2' }],
    ['tokenizer.ggml.tokens', { type: 'texts', value: names }],
    [
      'tokenizer.ggml.token_type',
      { type: 'i32s', value: names.map((_, id) => (id < special.length ? CONTROL : NORMAL)) },
    ],
    ['tokenizer.ggml.merges', { type: 'texts', value: merges.map((pair) => pair.map((id) => names[id]!).join(' ')) }],
    ['tokenizer.ggml.bos_token_id', { type: 'u32', value: tokenizer.special(begin) }],
    ['tokenizer.ggml.eos_token_id', { type: 'u32', value: tokenizer.special(end) }],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
    ['tokenizer.ggml.add_eos_token', { type: 'bool', value: false }],
    ...(chatTemplate === undefined
      ? []
      : [['tokenizer.chat_template', { type: 'text', value: chatTemplate }] satisfies [string, GgufValue]]),
  ];
}

/** Weights by the names of llama.cpp. */
function tensorsOf(model: TinyLm): GgufTensor[] {
  return llamaParts(model.config).map((part) => ({
    name: part.layer === undefined ? NAMES[part.part] : `blk.${part.layer}.${NAMES[part.part]}`,
    sizes: part.shape.toReversed(),
    data: readPart(model, part),
  }));
}
