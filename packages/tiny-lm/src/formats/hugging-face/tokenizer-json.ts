import { canonicalJson, type JsonObject, UsageError } from '@bezoar/core';
import { createTokenizer, type Tokenizer } from '../../tokenizer/tokenizer.ts';
import { byteName } from '../byte-names.ts';
import { listFaults } from '../list-faults.ts';
import { tokenNames } from '../token-names.ts';
import { isJsonObject, parseJsonObject } from './json-file.ts';

/** Largest `tokenizer.json` that is read, in bytes; ours of 4,096 tokens has 150 kB (CWE-400). */
export const MAX_TOKENIZER_BYTES: number = 16 << 20;

/** Names of bytes, pieces of GPT-2's pattern, nothing put before a text. */
const BYTE_LEVEL = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

/** Of each special token: it is what it is wherever it stands in a text. */
export const SPECIAL_TOKEN = {
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
} as const;

/** `tokenizer.json` of Hugging Face tokenizers. Throws a `UsageError` where two tokens have one name. */
export function writeTokenizerJson(tokenizer: Tokenizer): string {
  return `${JSON.stringify(documentOf(tokenizer), null, 1)}\n`;
}

/**
 * Reads a `tokenizer.json` that says what `writeTokenizerJson` would. Any other means a tokenizer that tiny-lm is not, and is refused with
 * a `UsageError` (`tiny-lm/tokenizer-file`). Merges may be texts or pairs.
 */
export function parseTokenizerJson(bytes: Uint8Array): Tokenizer {
  // Attacker controls: bytes.
  const limits = { maxBytes: MAX_TOKENIZER_BYTES, maxDepth: 8, code: 'tiny-lm/tokenizer-file' } as const;
  const file = parseJsonObject(bytes, limits);
  const model = isJsonObject(file.model) ? file.model : {};
  const special = specialOf(file.added_tokens);
  const tokenizer = createTokenizer({ special, merges: mergesOf(model.merges, special.length) });
  const { model: expectedModel, ...expected } = documentOf(tokenizer);
  const faults = [
    ...differences({ ...file, model: undefined }, expected, ''),
    // INVARIANT: the tokenizer was made of these merges; how they are spelt is nothing.
    ...differences({ ...model, merges: undefined }, { ...expectedModel, merges: undefined }, 'model.'),
  ];
  if (faults.length > 0) throw refused(listFaults(faults));
  return tokenizer;
}

function documentOf(tokenizer: Tokenizer) {
  const { special, merges } = tokenizer.model;
  const names = tokenNames(tokenizer);
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({ id, content, ...SPECIAL_TOKEN })),
    normalizer: null,
    pre_tokenizer: BYTE_LEVEL,
    post_processor: null,
    decoder: BYTE_LEVEL,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(names.map((name, id) => [name, id])),
      merges: merges.map((pair) => pair.map((id) => names[id]!).join(' ')),
    },
  };
}

function specialOf(added: unknown): readonly string[] {
  const tokens: readonly unknown[] = Array.isArray(added) ? added : [];
  const contents = tokens.map((token) => (isJsonObject(token) ? token.content : undefined));
  if (!contents.every((one) => typeof one === 'string')) throw refused('expected `added_tokens` to have texts');
  return contents;
}

/** Pairs of ids. Names are built up as the merges go, because the vocabulary of the file is not believed before it is compared. */
function mergesOf(merges: unknown, first: number): readonly (readonly [number, number])[] {
  if (!Array.isArray(merges)) throw refused('expected `model.merges` to be a list');
  const ids = new Map(Array.from({ length: 256 }, (_, byte) => [byteName(Uint8Array.of(byte)), first + byte]));
  return merges.map((merge: unknown, rank) => {
    const names: readonly unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
    const [left, right] = names.map((name) => ids.get(String(name)));
    if (left === undefined || right === undefined || names.length !== 2) {
      throw refused(`merge ${rank} is not of two tokens that there are by then`);
    }
    ids.set(names.join(''), first + 256 + rank);
    return [left, right];
  });
}

/** Fields that differ. */
function differences(given: JsonObject, expected: JsonObject, path: string): string[] {
  const fields = new Set([...Object.keys(expected), ...Object.keys(given)]);
  return [...fields]
    .filter((field) => canonicalJson(given[field] ?? null) !== canonicalJson(expected[field] ?? null))
    .map((field) => `\`${path}${field.slice(0, 80)}\` is not as tiny-lm writes it`);
}

function refused(what: string): UsageError {
  return new UsageError('tiny-lm/tokenizer-file', `not a tokenizer of tiny-lm: ${what}`);
}
