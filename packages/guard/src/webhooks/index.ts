export { WEBHOOK_RETRY_DELAYS_MS } from './retry-schedule.ts';
export { signWebhook } from './sign-webhook.ts';
export { verifyWebhook, WEBHOOK_TOLERANCE_MS } from './verify-webhook.ts';
export { MAX_WEBHOOK_BODY_BYTES } from './webhook-body.ts';
export {
  createWebhookSender,
  MAX_CONCURRENT_WEBHOOKS,
  MAX_PENDING_WEBHOOKS,
  WEBHOOK_DEADLINE_MS,
  WEBHOOK_TIMEOUT_MS,
} from './webhook-sender.ts';

export type { SignWebhookOptions, WebhookHeaders } from './sign-webhook.ts';
export type { VerifyWebhookOptions, WebhookVerification } from './verify-webhook.ts';
export type {
  WebhookDelivery,
  WebhookDropReason,
  WebhookEvent,
  WebhookFailureReason,
  WebhookSenderEvent,
} from './webhook-delivery.ts';
export type { WebhookSender, WebhookSenderOptions } from './webhook-sender.ts';
