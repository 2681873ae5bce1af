import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import { type Clock, UsageError } from '@bezoar/core';
import { signedContent } from './signed-content.ts';
import { parseWebhookKey, type WebhookKey } from './webhook-keys.ts';

/** How far a timestamp may be from now, either way: what the reference libraries allow. Stops replays (CWE-294). */
export const WEBHOOK_TOLERANCE_MS: number = 5 * 60_000;

/** Signatures that are looked at: a rotation needs two or three, each may cost an Ed25519 check for each key (CWE-400). */
export const MAX_WEBHOOK_SIGNATURES = 8;

/** What arrived, and what it is held against. */
export interface VerifyWebhookOptions {
  /** As `Headers` of the platform. Attacker controls: all of them. */
  readonly headers: { get(name: string): string | null };
  /** The raw body, before anything parsed it. Attacker controls: all of it. */
  readonly body: string | Uint8Array;
  /** `whsec_`, `whpk_` or `whsk_` keys, any of which may have signed. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  /** By default `WEBHOOK_TOLERANCE_MS`. */
  readonly toleranceMs?: number;
}

/** Whether a webhook is genuine. A genuine one may still be a repetition: drop those by `id`, for the tolerance at least. */
export type WebhookVerification =
  | { readonly verified: true; readonly id: string; readonly timestamp: number }
  | {
      readonly verified: false;
      readonly code: 'missing-header' | 'malformed' | 'too-old' | 'too-new' | 'no-signature';
      readonly reason: string;
    };

/**
 * Verifies a webhook (Standard Webhooks 1.0.0). Signatures are compared in constant time, each with every key of its own
 * scheme, so that an Ed25519 public key is never used as an HMAC secret. Signatures of unknown versions are passed over.
 * Throws a `UsageError` only for keys that cannot be read, or none.
 */
export function verifyWebhook(options: VerifyWebhookOptions): WebhookVerification {
  const { headers, body, clock, toleranceMs = WEBHOOK_TOLERANCE_MS } = options;
  const keys = options.secrets.map(parseWebhookKey);
  if (keys.length === 0) throw new UsageError('guard/webhook-key', 'a webhook needs at least one key, got 0');
  const [id, seconds, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers.get(`webhook-${name}`));
  if (id == null || seconds == null || signatures == null) {
    return refused('missing-header', 'a header of Standard Webhooks is missing');
  }
  // One spelling: with `01` or `1e3` the signed text would not be the text that was sent.
  const timestamp = /^(?:0|[1-9]\d{0,10})$/.test(seconds) ? Number(seconds) : Number.NaN;
  const content = signedContent({ id, timestamp, body });
  if ('fault' in content) return refused('malformed', content.fault);
  const ageMs = clock() - timestamp * 1000;
  if (!(ageMs <= toleranceMs)) return refused('too-old', `the timestamp is more than ${toleranceMs} ms ago`);
  if (!(ageMs >= -toleranceMs)) return refused('too-new', `the timestamp is more than ${toleranceMs} ms ahead`);
  const listed = signatures.split(' ');
  if (listed.length > MAX_WEBHOOK_SIGNATURES) {
    return refused('malformed', `at most ${MAX_WEBHOOK_SIGNATURES} signatures, got ${listed.length}`);
  }
  let isGenuine = false;
  for (const signature of listed) {
    // All are tried: how long it takes must not say which one fitted.
    for (const key of keys) isGenuine = isSignedBy(key, signature, content) || isGenuine;
  }
  return isGenuine ? { verified: true, id, timestamp } : refused('no-signature', 'no signature fits a key');
}

/** `v1` has 32 bytes and `v1a` 64, in padded base64 and nothing around it. */
const SIGNATURE = /^(?:v1,[A-Za-z0-9+/]{43}=|v1a,[A-Za-z0-9+/]{86}==)$/;

function isSignedBy(key: WebhookKey, signature: string, content: Buffer): boolean {
  if (!SIGNATURE.test(signature) || !signature.startsWith(`${key.scheme},`)) return false;
  const bytes = Buffer.from(signature.slice(key.scheme.length + 1), 'base64');
  if (key.scheme === 'v1a') return verify(null, content, key.publicKey, bytes);
  return timingSafeEqual(createHmac('sha256', key.secret).update(content).digest(), bytes);
}

function refused(
  code: (WebhookVerification & { readonly verified: false })['code'],
  reason: string,
): WebhookVerification {
  return { verified: false, code, reason };
}
