/** What identifies one attempt to deliver a message. */
export interface WebhookMessage {
  /** The same for every attempt: receivers drop repetitions by it. */
  readonly id: string;
  /** Seconds since the Unix epoch, of this attempt. */
  readonly timestamp: number;
  /** The exact body. Text stands for its UTF-8. */
  readonly body: string | Uint8Array;
}

/** Longest message id: fits a prefix and a SHA-256 in hexadecimal (CWE-770). */
export const MAX_WEBHOOK_ID_LENGTH = 128;

/**
 * Letters, digits, `_` and `-`: in ASCII, without line ends, and without a full stop, which parts the signed fields
 * (the specification asks for that, and no more, of ids that others choose).
 */
const ID = new RegExp(`^[A-Za-z0-9_-]{1,${MAX_WEBHOOK_ID_LENGTH}}$`);

/** Latest timestamp: the year 5138, eleven digits. */
const MAX_TIMESTAMP = 99_999_999_999;

/**
 * The bytes that are signed, `id.timestamp.body`, or in words why there are none. INVARIANT: injective. Two messages
 * never have the same bytes, since neither id nor timestamp holds a full stop and a text has only one UTF-8 form.
 */
export function signedContent({ id, timestamp, body }: WebhookMessage): Buffer | { readonly fault: string } {
  if (!ID.test(id)) return { fault: `the id is not 1 to ${MAX_WEBHOOK_ID_LENGTH} letters, digits, \`_\` or \`-\`` };
  if (!Number.isInteger(timestamp) || timestamp < 0 || timestamp > MAX_TIMESTAMP) {
    return { fault: 'the timestamp is not in whole seconds since the Unix epoch' };
  }
  // An unpaired surrogate becomes U+FFFD in UTF-8, as would another one.
  if (typeof body === 'string' && /\p{Surrogate}/u.test(body)) return { fault: 'the body is not well-formed text' };
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body as string)]);
}
