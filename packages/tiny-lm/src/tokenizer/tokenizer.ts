import { UsageError } from '@bezoar/core';
import { preTokenise } from './pre-tokenise.ts';

/** A byte-level byte-pair vocabulary: special tokens first, then the 256 bytes, then what is merged. Plain data. */
export interface TokenizerModel {
  /** Tokens that no text can hold: they are written by their name only by who builds a prompt. */
  readonly special: readonly string[];
  /** Two tokens that become one, the earliest first. The result of the first is token `special.length + 256`. */
  readonly merges: readonly (readonly [number, number])[];
}

/** Turns text into tokens and back. */
export interface Tokenizer {
  readonly model: TokenizerModel;
  /** Tokens that there are. */
  readonly size: number;
  /** Never gives a special token, whatever the text. */
  encode(text: string): number[];
  /** Special tokens become their names; bytes that are no UTF-8 become U+FFFD. */
  decode(ids: readonly number[]): string;
  /** Throws a `UsageError` for a name that is no special token. */
  special(name: string): number;
  /** The bytes of a token; those of its name for a special one. Throws a `UsageError` where there is no such token. */
  bytesOf(id: number): Uint8Array;
}

/** Pieces whose tokens are remembered. */
const MAX_REMEMBERED = 50_000;

/** Makes a tokenizer. Throws a `UsageError` for a merge of tokens that there are not yet, or of special ones. */
export function createTokenizer(model: TokenizerModel): Tokenizer {
  const first = model.special.length;
  const size = first + 256 + model.merges.length;
  const ranks = new Map<number, number>();
  const bytes: Uint8Array[] = [
    ...model.special.map((name) => new TextEncoder().encode(name)),
    ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  ];
  for (const [rank, [left, right]] of model.merges.entries()) {
    if (![left, right].every((id) => Number.isInteger(id) && id >= first && id < first + 256 + rank)) {
      throw new UsageError(
        'tiny-lm/merge',
        `merge ${rank} joins \`${left}\` and \`${right}\`, which are no tokens by then`,
      );
    }
    ranks.set(left * size + right, rank);
    bytes.push(Uint8Array.of(...bytes[left]!, ...bytes[right]!));
  }
  const known = new Map<string, readonly number[]>();
  const bytesOf = (id: number): Uint8Array => {
    const found = bytes[id];
    if (found === undefined) throw new UsageError('tiny-lm/token', `expected a token below ${size}, got ${id}`);
    return found;
  };
  const pieceTokens = (piece: Uint8Array): readonly number[] => {
    const key = String.fromCharCode(...piece.subarray(0, 64));
    if (piece.length > 64) return merged(piece, { first, size, ranks });
    let ids = known.get(key);
    if (ids === undefined) {
      ids = merged(piece, { first, size, ranks });
      if (known.size < MAX_REMEMBERED) known.set(key, ids);
    }
    return ids;
  };
  return {
    model,
    size,
    encode: (text) => preTokenise(text).flatMap(pieceTokens),
    decode: (ids) => {
      const all = ids.map(bytesOf);
      const joined = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of all) {
        joined.set(part, at);
        at += part.length;
      }
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(joined);
    },
    special: (name) => {
      const id = model.special.indexOf(name);
      if (id < 0) throw new UsageError('tiny-lm/special', `there is no special token \`${name}\``);
      return id;
    },
    bytesOf,
  };
}

/** Joins the pair that was learned first until none is left (Sennrich et al., 2016). */
function merged(
  piece: Uint8Array,
  { first, size, ranks }: { first: number; size: number; ranks: ReadonlyMap<number, number> },
): number[] {
  const ids = Array.from(piece, (byte) => first + byte);
  for (;;) {
    let best = Number.POSITIVE_INFINITY;
    for (let at = 0; at + 1 < ids.length; at++)
      best = Math.min(best, ranks.get(ids[at]! * size + ids[at + 1]!) ?? best);
    if (best === Number.POSITIVE_INFINITY) return ids;
    let kept = 0;
    for (let at = 0; at < ids.length; at++) {
      const isPair = at + 1 < ids.length && ranks.get(ids[at]! * size + ids[at + 1]!) === best;
      ids[kept++] = isPair ? first + 256 + best : ids[at]!;
      if (isPair) at++;
    }
    ids.length = kept;
  }
}
