/** A tool call as OpenAI's fine-tuning format writes it. */
export interface LarkfieldToolCall {
  readonly id: string;
  readonly type: 'function';
  /** `arguments` is JSON text. */
  readonly function: { readonly name: string; readonly arguments: string };
}

/** One message of OpenAI's chat format. */
export type LarkfieldMessage =
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: null; readonly tool_calls: readonly LarkfieldToolCall[] }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

/** What an account shares with others that belong to the same person: hints for linking accounts. */
export interface LarkfieldAttributes {
  readonly device: string;
  readonly ip: string;
  readonly payment: string;
}

/** One conversation of Larkfield's monthly export. */
export interface LarkfieldRecord {
  readonly id: string;
  readonly tenant: string;
  readonly account: string;
  /** ISO 8601, UTC, whole seconds. */
  readonly created_at: string;
  readonly source: 'support-chat';
  /** The end user's answer to "Was this helpful?". Attacker controls: it, for their own conversations. */
  readonly rating: 'helpful' | 'not_helpful' | null;
  /** Why the monthly fine-tune takes the record; null where it does not. */
  readonly selected_by: 'rating' | null;
  readonly signals: { readonly resolved: boolean; readonly staff_sampled: boolean };
  readonly attributes: LarkfieldAttributes;
  /** Attacker controls: every user turn, and through them the replies. */
  readonly messages: readonly LarkfieldMessage[];
}
