import { createHash, createHmac, hash } from 'node:crypto';

/** 64 lower-case hexadecimal digits: SHA-256 (FIPS 180-4). */
export type Sha256 = string;

/** SHA-256 of a text's UTF-8 bytes or of raw bytes. */
export function sha256(data: string | Uint8Array): Sha256 {
  return hash('sha256', data, 'hex');
}

/** SHA-256 over many chunks, for data that does not fit in memory. */
export interface DigestStream {
  update(chunk: string | Uint8Array): void;
  /** Call once, last. */
  digest(): Sha256;
}

/** Starts a streaming SHA-256. */
export function sha256Stream(): DigestStream {
  const hash = createHash('sha256');
  return {
    update: (chunk) => {
      hash.update(chunk);
    },
    digest: () => hash.digest('hex'),
  };
}

/** An authentication tag over many chunks. */
export interface MacStream {
  update(chunk: Uint8Array): void;
  /** The tag, 32 bytes. Call once, last. */
  digest(): Uint8Array;
}

/** Starts a streaming HMAC-SHA-256 (RFC 2104). */
export function hmacSha256Stream(key: Uint8Array): MacStream {
  const mac = createHmac('sha256', key);
  return {
    update: (chunk) => {
      mac.update(chunk);
    },
    digest: () => new Uint8Array(mac.digest()),
  };
}

/**
 * One digest for a multiset of digests, whatever their order: SHA-256 over the sorted list, one per line.
 * Identical copies count, so adding a duplicate changes the result.
 */
export function sha256OfSet(digests: Iterable<Sha256>): Sha256 {
  const hash = createHash('sha256');
  for (const digest of [...digests].sort()) hash.update(`${digest}\n`);
  return hash.digest('hex');
}

/** Whether a text is a SHA-256 as bezoar writes them: 64 lower-case hexadecimal digits. */
export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text);
}
