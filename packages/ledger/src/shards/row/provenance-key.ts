import { hash } from 'node:crypto';
import { isSha256, type Sha256, UsageError } from '@bezoar/core';

/**
 * What a record can be looked up by: its digest, its own id, the account's HMAC, or a text of it (a phrase, a normalised
 * message: whatever the writer was given).
 */
export const PROVENANCE_KEY_KINDS = ['digest', 'id', 'text', 'account'] as const;

/** One of `PROVENANCE_KEY_KINDS`. */
export type ProvenanceKeyKind = (typeof PROVENANCE_KEY_KINDS)[number];

/**
 * 64 bits of a hash as two unsigned 32-bit halves. Two records may share a key by chance, or because somebody searched for it:
 * a hit is a candidate.
 */
export interface ProvenanceKey {
  readonly high: number;
  readonly low: number;
}

const KINDS: ReadonlySet<unknown> = new Set(PROVENANCE_KEY_KINDS);

/**
 * The key of a value: the first 8 bytes of SHA-256 over kind, a zero byte and the value in UTF-8; for a digest its own first 8
 * bytes, which are as uniform. Throws a `UsageError` `shards/bad-key` for an unknown kind or a malformed digest.
 */
export function provenanceKey(kind: ProvenanceKeyKind, value: string): ProvenanceKey {
  if (!KINDS.has(kind)) throw new UsageError('shards/bad-key', `unknown kind of key \`${String(kind).slice(0, 64)}\``);
  if (kind === 'digest') {
    if (!isSha256(value)) throw badDigest(value);
    return digestKey(value);
  }
  const bytes = hash('sha256', `${kind}\0${value}`, 'binary');
  return { high: wordAt(bytes, 0), low: wordAt(bytes, 4) };
}

/** The key of a digest that is known to be one. */
export function digestKey(digest: Sha256): ProvenanceKey {
  return { high: Number.parseInt(digest.slice(0, 8), 16), low: Number.parseInt(digest.slice(8, 16), 16) };
}

function badDigest(value: string): Error {
  return new UsageError('shards/bad-key', `expected 64 hexadecimal digits, got \`${value.slice(0, 80)}\``);
}

function wordAt(bytes: string, at: number): number {
  const word =
    (bytes.charCodeAt(at) << 24) |
    (bytes.charCodeAt(at + 1) << 16) |
    (bytes.charCodeAt(at + 2) << 8) |
    bytes.charCodeAt(at + 3);
  return word >>> 0;
}
