import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../tokenizer/tokenizer.ts';
import { trainTokenizer } from '../../tokenizer/train-tokenizer.ts';
import { toHalves, toPairs } from '../llama/rotate-half.ts';
import { parseLlamaConfig, writeLlamaConfig } from './llama-config.ts';
import { parseChatTemplate, writeSpecialTokensMap, writeTokenizerConfig } from './tokenizer-config.ts';
import { parseTokenizerJson, writeTokenizerJson } from './tokenizer-json.ts';

const CONFIG = { vocabulary: 300, width: 32, layers: 2, heads: 2, feedForward: 40, context: 16 };
const ENDS = { begin: 0, end: 1 };
const texts = ['the late parcel', 'the late letter, the parcel', 'Grüße 12 12 constructor constructor'];
const tokenizer = createTokenizer(trainTokenizer(texts, { special: ['<s>', '</s>', '<user>'], size: 290 }));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const changed = (text: string, change: object): Uint8Array =>
  bytesOf(JSON.stringify({ ...JSON.parse(text), ...change }));

describe('config.json', () => {
  const text = writeLlamaConfig(CONFIG, ENDS);

  it('gives back the shape, and says what the model computes', () => {
    expect(parseLlamaConfig(bytesOf(text))).toEqual({ config: CONFIG, ends: ENDS });
    expect(JSON.parse(text)).toMatchObject({ hidden_size: 32, num_key_value_heads: 2, rope_theta: 10_000 });
  });

  it.each([
    [{ rms_norm_eps: 1e-6 }, 'expected `rms_norm_eps` to be 0.00001, got 0.000001'],
    [{ rope_theta: 500_000 }, '`rope_theta` to be 10000'],
    [{ rope_scaling: { type: 'linear', factor: 2 } }, '`rope_scaling` to be null'],
    [{ tie_word_embeddings: false }, '`tie_word_embeddings` to be true'],
    [{ num_key_value_heads: 1 }, '`num_key_value_heads` to be 2, got 1'],
    [{ hidden_act: 'gelu' }, '`hidden_act`'],
    [{ auto_map: { AutoModel: 'code.Model' } }, '`auto_map` to be null'],
    [{ architectures: ['GPT2LMHeadModel'], model_type: 'gpt2' }, 'expected `architectures`'],
    [{ num_hidden_layers: 1e9 }, 'whole number up to 65536, got 1000000000'],
    [{ hidden_size: -8 }, 'whole number'],
    [{ hidden_size: '32' }, 'whole number'],
    [{ hidden_size: 40, head_dim: 20 }, 'multiple of 8 times the heads'],
    [{ head_dim: 8 }, '`head_dim` to be 16'],
    [{ eos_token_id: [1, 2] }, '`eos_token_id` to be a whole number'],
  ])('is refused with %j: %s', (change, message) => {
    expect(() => parseLlamaConfig(changed(text, change))).toThrow(message);
  });

  it('says all faults at once', () => {
    const change = { rope_theta: 1, hidden_act: 'relu', vocab_size: 0.5 };
    expect(() => parseLlamaConfig(changed(text, change))).toThrow(/vocab_size.*hidden_act.*rope_theta/);
    for (const other of ['[]', '', '{"a":1,"a":2}', text.slice(0, 90)]) {
      expect(() => parseLlamaConfig(bytesOf(other))).toThrow(expect.objectContaining({ code: 'tiny-lm/config-file' }));
    }
  });
});

describe('tokenizer.json', () => {
  const text = writeTokenizerJson(tokenizer);

  it('gives back the tokenizer, however its merges are spelt', () => {
    expect(parseTokenizerJson(bytesOf(text)).model).toEqual(tokenizer.model);
    const { model, ...rest } = JSON.parse(text);
    const merges = model.merges.map((pair: string) => pair.split(' '));
    expect(parseTokenizerJson(bytesOf(JSON.stringify({ ...rest, model: { ...model, merges } }))).model).toEqual(
      tokenizer.model,
    );
  });

  it.each([
    ['another normaliser', { normalizer: { type: 'Lowercase' } }, '`normalizer`'],
    ['a text before each', { pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true } }, '`pre_tokenizer`'],
    ['tokens put around a text', { post_processor: { type: 'TemplateProcessing' } }, '`post_processor`'],
    ['texts cut', { truncation: { max_length: 3 } }, '`truncation`'],
    ['a field that is not known', { code: 'x' }, '`code`'],
    ['no special tokens', { added_tokens: [] }, 'no'],
    ['a special token without text', { added_tokens: [{ id: 0 }] }, 'to have texts'],
    ['no model', { model: null }, '`model.merges` to be a list'],
  ])('is refused with %s', (_, change, message) => {
    expect(() => parseTokenizerJson(changed(text, change))).toThrow(message);
    expect(() => parseTokenizerJson(changed(text, change))).toThrow(
      expect.objectContaining({ code: 'tiny-lm/tokenizer-file' }),
    );
  });

  it.each([
    ['words under other ids', { vocab: { a: 0 } }, '`model.vocab`'],
    ['an unknown token', { unk_token: '<s>' }, '`model.unk_token`'],
    ['dropout', { dropout: 0.5 }, '`model.dropout`'],
    ['bytes apart', { byte_fallback: true }, '`model.byte_fallback`'],
    ['a merge less', { merges: JSON.parse(text).model.merges.slice(1) }, 'merge'],
    ['a merge of what is not there yet', { merges: ['th e'] }, 'merge 0 is not of two tokens'],
    ['a merge of three', { merges: ['t h e'] }, 'merge 0'],
    ['a merge that is no text', { merges: [7] }, 'merge 0'],
    ['a merge twice', { merges: [...JSON.parse(text).model.merges, JSON.parse(text).model.merges[0]] }, 'same name'],
  ])('is refused with %s', (_, change, message) => {
    const file = JSON.parse(text);
    expect(() => parseTokenizerJson(changed(text, { model: { ...file.model, ...change } }))).toThrow(message);
  });

  it('is read the same or refused with a code, whatever character is changed', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'{}[]",:a0 Ġ\\'), (at, character) => {
        try {
          const found = parseTokenizerJson(bytesOf(text.slice(0, at) + character + text.slice(at + 1)));
          expect(found.size).toBe(tokenizer.size);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^tiny-lm\//) });
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('tokenizer_config.json', () => {
  const config = { begin: '<s>', end: '</s>', context: 16, chatTemplate: '{{ x }}\n' };

  it('holds the template, and names the special tokens', () => {
    expect(parseChatTemplate(bytesOf(writeTokenizerConfig(tokenizer, config)))).toBe('{{ x }}\n');
    const without = writeTokenizerConfig(tokenizer, { ...config, chatTemplate: undefined });
    expect(parseChatTemplate(bytesOf(without))).toBeUndefined();
    expect(JSON.parse(without).added_tokens_decoder).toMatchObject({ 2: { content: '<user>', special: true } });
    expect(JSON.parse(writeSpecialTokensMap(tokenizer, config)).additional_special_tokens).toEqual(['<user>']);
  });

  it('is refused with several templates', () => {
    const several = { chat_template: [{ name: 'default', template: '' }] };
    expect(() => parseChatTemplate(changed('{}', several))).toThrow('to be a text');
  });
});

describe('the order of rows', () => {
  it('puts the even rows of each head before the odd ones, and back', () => {
    const rows = Float32Array.from({ length: 16 }, (_, at) => at);
    expect([...toHalves(rows, 2, 2)]).toEqual([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
    expect(toPairs(toHalves(rows, 2, 2), 2, 2)).toEqual(rows);
  });
});
