import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { UsageError } from '@bezoar/core';

/** A key of an endpoint, read. `sign` keys sign and verify, `verify` keys only verify. */
export type WebhookKey =
  | { readonly scheme: 'v1'; readonly secret: Buffer }
  | { readonly scheme: 'v1a'; readonly privateKey?: KeyObject; readonly publicKey: KeyObject };

/** Bytes of a shared secret (Standard Webhooks 1.0.0, signature scheme): 192 to 512 bits. */
export const WEBHOOK_SECRET_BYTES: readonly [number, number] = [24, 64];

/** DER around a raw Ed25519 key (RFC 8410 section 7), which is all that Node reads. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads a serialised key: `whsec_` a shared secret for HMAC-SHA256, `whsk_` an Ed25519 secret key (32 bytes of seed, or
 * 64 with the public key behind), `whpk_` an Ed25519 public key; each in base64. Throws a `UsageError`
 * (`guard/webhook-key`) that never quotes the key.
 */
export function parseWebhookKey(text: string): WebhookKey {
  const [, prefix, encoded = ''] = /^(whsec|whsk|whpk)_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (prefix === undefined) return fail('expected `whsec_`, `whsk_` or `whpk_` and base64');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, ''))
    return fail('its base64 is not exact');
  if (prefix === 'whsec') {
    const [least, most] = WEBHOOK_SECRET_BYTES;
    if (bytes.length < least || bytes.length > most) {
      return fail(`expected ${least} to ${most} bytes, got ${bytes.length}`);
    }
    return { scheme: 'v1', secret: bytes };
  }
  if (prefix === 'whpk') {
    if (bytes.length !== 32) return fail(`expected 32 bytes, got ${bytes.length}`);
    return { scheme: 'v1a', publicKey: publicKeyOf(bytes) };
  }
  if (bytes.length !== 32 && bytes.length !== 64) return fail(`expected 32 or 64 bytes, got ${bytes.length}`);
  const der = Buffer.concat([PKCS8_PREFIX, bytes.subarray(0, 32)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  if (bytes.length === 64 && !publicKey.equals(publicKeyOf(bytes.subarray(32)))) {
    return fail('its public half belongs to another secret');
  }
  return { scheme: 'v1a', privateKey, publicKey };
}

function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
}

function fail(why: string): never {
  throw new UsageError('guard/webhook-key', `a webhook key cannot be used: ${why}`);
}
