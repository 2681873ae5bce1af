import { createHmac, sign } from 'node:crypto';
import { UsageError } from '@bezoar/core';
import { signedContent, type WebhookMessage } from './signed-content.ts';
import { parseWebhookKey } from './webhook-keys.ts';

/** The headers that go with a webhook's body. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** A message and the keys to sign it with. */
export interface SignWebhookOptions extends WebhookMessage {
  /** `whsec_` or `whsk_` keys, the current one first; several while keys are rotated. */
  readonly secrets: readonly string[];
}

/**
 * Signs a message with every key (Standard Webhooks 1.0.0, https://www.standardwebhooks.com): `v1,` HMAC-SHA256 for
 * `whsec_` secrets, `v1a,` Ed25519 for `whsk_` keys, over `id.timestamp.body`. Throws a `UsageError` for a key that cannot
 * sign, for none, and for an id, timestamp or body that cannot be signed without doubt.
 */
export function signWebhook({ secrets, ...message }: SignWebhookOptions): WebhookHeaders {
  const content = signedContent(message);
  if ('fault' in content) throw new UsageError('guard/webhook-message', `a webhook cannot be signed: ${content.fault}`);
  if (secrets.length === 0) throw new UsageError('guard/webhook-key', 'a webhook needs at least one key, got 0');
  const signatures = secrets.map((secret) => {
    const key = parseWebhookKey(secret);
    if (key.scheme === 'v1') return `v1,${createHmac('sha256', key.secret).update(content).digest('base64')}`;
    if (key.privateKey === undefined) throw new UsageError('guard/webhook-key', 'a `whpk_` key can only verify');
    return `v1a,${sign(null, content, key.privateKey).toString('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
