/** An event to tell a receiver of. */
export interface WebhookEvent {
  /** The same for the same event, whoever sends it how often: receivers drop repetitions by it. Letters, digits, `_`, `-`. */
  readonly id: string;
  /** Parts of letters, digits and `_` between full stops, such as `approval.requested`. */
  readonly type: string;
  /** When it happened, milliseconds since the Unix epoch. */
  readonly occurredMs: number;
  /** JSON. */
  readonly data: unknown;
}

/** Why a message was not taken for delivery. */
export type WebhookDropReason = 'queue-full' | 'disabled' | 'closed' | 'malformed' | 'too-large';

/** Why a message that was taken is not delivered. */
export type WebhookFailureReason = 'attempts' | 'deadline' | 'refused' | 'disabled' | 'closed';

/** What became of a message. */
export type WebhookDelivery =
  | { readonly status: 'delivered'; readonly id: string; readonly attempts: number }
  | {
      readonly status: 'failed';
      readonly id: string;
      readonly attempts: number;
      readonly reason: WebhookFailureReason;
      /** In words, of the last attempt. */
      readonly detail: string;
    }
  | { readonly status: 'dropped'; readonly id: string; readonly reason: WebhookDropReason; readonly detail: string };

/** What happens on the way. `dropped`, `failed` and `disabled` are for an operator to hear of. */
export type WebhookSenderEvent =
  | WebhookDelivery
  | {
      readonly status: 'retrying';
      readonly id: string;
      readonly attempts: number;
      readonly delayMs: number;
      readonly detail: string;
    }
  /** The receiver answered 410: nothing more is sent to it. */
  | { readonly status: 'disabled' };
