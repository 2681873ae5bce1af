import type { Sha256 } from '@bezoar/core';

/** One revision of a page. Attacker controls: text, account and comment; the times are the server's. */
export interface Revision {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** SHA-256 of the text's UTF-8 bytes. Absent where the text is hidden, or contradicts the digest that the export gives for it. */
  readonly digest?: Sha256;
  /** Who wrote it: an account or an address. */
  readonly account?: string;
  /** Why there is no digest, in words. */
  readonly fault?: string;
  /** Whether the export contradicts itself about the text. */
  readonly isContradicted?: boolean;
}

/** Compares revisions by time, then by number, so that the order of the file does not matter. */
export function compareRevisions(a: Revision, b: Revision): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id.length !== b.id.length && /^\d+$/.test(a.id) && /^\d+$/.test(b.id)) return a.id.length - b.id.length;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
