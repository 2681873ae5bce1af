import { UsageError } from '@bezoar/core';
import { NORM_EPSILON } from '../../layers/norm.ts';
import { ROTARY_BASE } from '../../layers/rotary.ts';
import { checkTinyLmConfig, type TinyLmConfig } from '../../model/tiny-lm-config.ts';
import { listFaults } from '../list-faults.ts';
import { parseJsonObject } from './json-file.ts';

/** Largest `config.json` that is read, in bytes; ours has 700. Stops a file that fills the memory (CWE-400). */
export const MAX_CONFIG_BYTES: number = 64 << 10;

/** Largest size in a file: a model of this width would not fit in memory, and one of a billion layers would be counted for minutes (CWE-834). */
const MAX_SIZE = 65_536;

/** Ids of the tokens that begin and end a sequence. */
export interface SequenceEnds {
  readonly begin: number;
  readonly end: number;
}

/** Fields of a shape, and what tiny-lm calls them. */
const SIZES = {
  vocabulary: 'vocab_size',
  width: 'hidden_size',
  layers: 'num_hidden_layers',
  heads: 'num_attention_heads',
  feedForward: 'intermediate_size',
  context: 'max_position_embeddings',
} as const satisfies Record<keyof TinyLmConfig, string>;

/** What a tiny-lm computes, in the fields of `LlamaConfig` that say so. */
const ARCHITECTURE = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_act: 'silu',
  rms_norm_eps: NORM_EPSILON,
  rope_theta: ROTARY_BASE,
  tie_word_embeddings: true,
  attention_bias: false,
  mlp_bias: false,
};

/** Fields by which a file would compute something else, or run code of its own; absent or null in ours. */
const FOREIGN = ['rope_scaling', 'rope_parameters', 'quantization_config', 'auto_map', 'sliding_window'];

/** `config.json` of Hugging Face transformers for a model. */
export function writeLlamaConfig(config: TinyLmConfig, { begin, end }: SequenceEnds): string {
  const { architectures, model_type, ...computed } = ARCHITECTURE;
  const sizes = Object.entries(SIZES).map(([name, field]) => [field, config[name as keyof TinyLmConfig]]);
  const document = {
    architectures,
    model_type,
    torch_dtype: 'float32',
    ...Object.fromEntries(sizes),
    num_key_value_heads: config.heads,
    head_dim: config.width / config.heads,
    ...computed,
    attention_dropout: 0,
    bos_token_id: begin,
    eos_token_id: end,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Reads a `config.json` back. Throws a `UsageError` (`tiny-lm/config-file`) that names everything by which the file means a model that
 * tiny-lm is not.
 */
export function parseLlamaConfig(bytes: Uint8Array): { readonly config: TinyLmConfig; readonly ends: SequenceEnds } {
  // Attacker controls: bytes.
  const file = parseJsonObject(bytes, { maxBytes: MAX_CONFIG_BYTES, maxDepth: 8, code: 'tiny-lm/config-file' });
  const faults: string[] = [];
  const expect = (field: string, value: unknown): void => {
    const [expected, found] = [value, file[field]].map((one) => JSON.stringify(one));
    if (expected !== found) faults.push(`expected \`${field}\` to be ${expected}, got ${found?.slice(0, 80)}`);
  };
  const whole = (field: string): number => {
    const value = file[field];
    if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_SIZE) return value as number;
    faults.push(
      `expected \`${field}\` to be a whole number up to ${MAX_SIZE}, got ${JSON.stringify(value)?.slice(0, 80)}`,
    );
    return 0;
  };
  const sizes = Object.entries(SIZES).map(([name, field]) => [name, whole(field)]);
  const config = Object.fromEntries(sizes) as unknown as TinyLmConfig;
  const ends = { begin: whole('bos_token_id'), end: whole('eos_token_id') };
  for (const [field, value] of Object.entries(ARCHITECTURE)) expect(field, value);
  expect('num_key_value_heads', config.heads);
  if (file.head_dim !== undefined) expect('head_dim', config.width / config.heads);
  for (const field of FOREIGN) if (file[field] !== undefined && file[field] !== null) expect(field, null);
  if (faults.length > 0) throw new UsageError('tiny-lm/config-file', listFaults(faults));
  checkTinyLmConfig(config);
  return { config, ends };
}
