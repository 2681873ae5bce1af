import type { Sha256 } from '@bezoar/core';
import type { Unreadable } from '../../readers/unreadable.ts';

/** One page of a manifest. Attacker controls: all of it, where somebody else curated it. */
export interface ManifestEntry {
  readonly url: string;
  /** 1-based line of the manifest, or the number of the object in a JSON document. */
  readonly line: number;
  /** Digest of the bytes that were looked at. */
  readonly sha256?: Sha256;
  /** Why there is no digest to hold the page against, in words. */
  readonly refusal?: string;
  /** Where the page was after redirects, when it was curated. */
  readonly finalUrl?: string;
}

/** A manifest, and the places of it that could not be read. */
export interface Manifest {
  readonly entries: readonly ManifestEntry[];
  readonly unreadable: readonly Unreadable[];
}

/** Most pages of one manifest: about a gigabyte of memory. Larger ones are cut into parts (CWE-770). */
export const MAX_MANIFEST_ENTRIES = 2_000_000;

/** What a line of a manifest says: names differ, meanings do not. */
export interface ManifestFields {
  readonly url: unknown;
  readonly sha256: unknown;
  readonly weak: unknown;
  readonly finalUrl?: unknown;
}

/** The entry that some fields make, or in words why they make none. */
export function manifestEntry(fields: ManifestFields, line: number): ManifestEntry | string {
  const { url, sha256, weak, finalUrl } = fields;
  if (typeof url !== 'string' || url.trim() === '') return 'it has no `url`';
  const base = {
    url: url.trim(),
    line,
    ...(typeof finalUrl === 'string' ? { finalUrl } : {}),
  };
  if (sha256 === undefined || sha256 === null || sha256 === '') {
    // MD5 and SHA-1 collide on purpose: whoever made the curated bytes may hold other bytes with the same digest.
    const hasWeak = typeof weak === 'string' && weak !== '';
    const refusal = hasWeak ? 'its only digest is one that can be forged (MD5 or SHA-1)' : 'it has no digest';
    return { ...base, refusal };
  }
  const digest =
    typeof sha256 === 'string'
      ? sha256
          .trim()
          .toLowerCase()
          .replace(/^sha256:/, '')
      : '';
  if (!/^[0-9a-f]{64}$/.test(digest)) return { ...base, refusal: 'its `sha256` is not 64 hexadecimal digits' };
  return { ...base, sha256: digest };
}
