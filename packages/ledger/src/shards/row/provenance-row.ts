import type { Sha256, TrustTier } from '@bezoar/core';

/**
 * Where one record of an admitted corpus comes from. Its RFC 8785 bytes are a leaf of the corpus tree. No text of the record
 * and no account in clear: what could name a person is an HMAC or the record's own id, and goes when the row is erased.
 */
export interface ProvenanceRow {
  readonly v: 1;
  /** SHA-256 of the record's canonical JSON. */
  readonly digest: Sha256;
  /** 16 random bytes in hexadecimal: once the row is erased, nobody can guess what its leaf hash was made of. */
  readonly nonce: string;
  /** The record's own id. Attacker controls. */
  readonly id?: string;
  readonly source: RowSource;
  /** HMAC of the tenant, hexadecimal. */
  readonly tenant?: string;
  /** HMAC of the account, hexadecimal. */
  readonly account?: string;
  /** Cluster of accounts: hexadecimal or a short text. */
  readonly cluster?: string;
  /** When the record was made, as `Date.prototype.toISOString` writes it; absent where the record names no such instant. */
  readonly createdAt?: string;
  readonly ingestedAt: string;
  /** Why it was selected. */
  readonly selectedBy?: string;
  /** Present where the record teaches a declared action. */
  readonly slice?: true;
  /** The tier at admission; decisions that came later are folded over it. */
  readonly tier: TrustTier;
  /** Digests or ids of the records that it was generated from. */
  readonly parents?: readonly string[];
  /** The model that generated it. */
  readonly generator?: string;
  /** What was done to it, in order. */
  readonly transforms: readonly string[];
}

/** The file, and the place in it, that a record was read from. */
export interface RowSource {
  readonly name: string;
  readonly path: string;
  /** One-based; 0 where the format has no lines. */
  readonly line: number;
  /** Of the whole file. */
  readonly sha256: Sha256;
  readonly revision?: string;
  readonly fetchedAt?: string;
}

/**
 * Longest row, bytes. A full one takes 400 to 750; the rest is room for long ids and paths. 256 of them, which are
 * compressed together, stay within 4 MiB (CWE-770).
 */
export const MAX_ROW_BYTES = 16_384;

/** Hexadecimal digits of a nonce: 128 bits, which nobody guesses. */
export const NONCE_DIGITS = 32;

/** Fewest digits of an HMAC: below 64 bits, one would name several of a billion accounts. */
export const MIN_HMAC_DIGITS = 16;

/** Most digits of an HMAC: those of SHA-512. */
export const MAX_HMAC_DIGITS = 128;
