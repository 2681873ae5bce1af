import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Sha256, sha256, UsageError } from '@bezoar/core';
import { decodeBase64 } from '../../encoding/base64.ts';
import { STATEMENT_MEDIA_TYPE } from '../statement/statement.ts';
import { checkedEnvelope, type Envelope } from './envelope.ts';
import { preAuthEncoding } from './pae.ts';
import { dsseAlgorithm, verifyBytes } from './signing-key.ts';

/** Keys that one verification may try. With `MAX_SIGNATURES` it bounds the work of a hostile envelope (CWE-407). */
export const MAX_TRUSTED_KEYS = 64;

/** A key that the verifier trusts, under the name by which the verifier calls it. */
export interface TrustedKey {
  readonly keyId: string;
  /** Public, Ed25519 or P-256. */
  readonly key: KeyObject;
}

/** How an envelope is verified. */
export interface EnvelopeRule {
  /** Distinct keys that must have signed; 1 by default. */
  readonly threshold?: number;
  /** The payload type that is expected; an in-toto statement by default. */
  readonly payloadType?: string;
}

/** What an envelope proves. The payload is handed out only when enough keys signed it: parse these bytes, no others. */
export type EnvelopeVerdict =
  | { readonly accepted: true; readonly payload: Uint8Array; readonly keyIds: readonly string[] }
  | { readonly accepted: false; readonly code: EnvelopeRefusal; readonly message: string };

/** Why an envelope is refused. */
export type EnvelopeRefusal = 'dsse/wrong-payload-type' | 'dsse/too-few-signatures';

/**
 * Verifies an envelope against trusted keys (DSSE v1.0, protocol). Every signature is tried with every key, because a
 * key id is only a hint; a key counts once however often it signed and under however many names it is trusted.
 * Signatures by unknown keys lend nothing and take nothing away.
 *
 * Throws `dsse/malformed`, `dsse/unsupported-key`, and `dsse/bad-rule` for a threshold that is no whole number from 1 to
 * the number of distinct keys.
 */
export function verifyEnvelope(
  envelope: Envelope,
  keys: readonly TrustedKey[],
  rule: EnvelopeRule = {},
): EnvelopeVerdict {
  const { payloadType, payload: encoded, signatures } = checkedEnvelope(envelope);
  const distinct = distinctKeys(keys);
  const threshold = rule.threshold ?? 1;
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > distinct.size) {
    const message = `expected a threshold from 1 to ${distinct.size} distinct keys, got ${threshold}`;
    throw new UsageError('dsse/bad-rule', message);
  }
  const expected = rule.payloadType ?? STATEMENT_MEDIA_TYPE;
  if (payloadType !== expected) {
    const message = `expected payload type \`${expected}\`, got \`${payloadType}\``;
    return { accepted: false, code: 'dsse/wrong-payload-type', message };
  }
  const payload = decodeBase64(encoded) as Uint8Array;
  const signed = preAuthEncoding(payloadType, payload);
  const made = signatures.map(({ sig }) => decodeBase64(sig) as Uint8Array);
  const keyIds = [...distinct.values()]
    .filter(({ key }) => made.some((signature) => verifyBytes(signed, signature, key)))
    .map(({ keyId }) => keyId);
  if (keyIds.length >= threshold) return { accepted: true, payload, keyIds };
  const message = `expected signatures of ${threshold} distinct trusted keys, got ${keyIds.length}`;
  return { accepted: false, code: 'dsse/too-few-signatures', message };
}

/** By the digest of the key itself, so that one key under two names is one key. */
function distinctKeys(keys: readonly TrustedKey[]): Map<Sha256, TrustedKey> {
  if (keys.length > MAX_TRUSTED_KEYS) {
    throw new UsageError('dsse/bad-rule', `expected at most ${MAX_TRUSTED_KEYS} keys, got ${keys.length}`);
  }
  const distinct = new Map<Sha256, TrustedKey>();
  for (const { keyId, key } of keys) {
    dsseAlgorithm(key);
    const publicKey = key.type === 'private' ? createPublicKey(key) : key;
    const digest = sha256(publicKey.export({ type: 'spki', format: 'der' }) as Uint8Array);
    if (!distinct.has(digest)) distinct.set(digest, { keyId, key: publicKey });
  }
  return distinct;
}
