import { hash } from 'node:crypto';

/** Digits of a SHA-1 in base 36. */
const DIGITS = 31;

/**
 * SHA-1 of a text as MediaWiki's exports write it: base 36, 31 digits. It only tells whether an export contradicts
 * itself; what two texts have in common is decided by SHA-256, since SHA-1 collides on purpose.
 */
export function sha1Base36(text: string): string {
  return BigInt(`0x${hash('sha1', text, 'hex')}`)
    .toString(36)
    .padStart(DIGITS, '0');
}
