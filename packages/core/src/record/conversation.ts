/** Who speaks. `developer` is read as `system`, `function` as `tool`. */
export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** A tool call that an assistant turn makes. */
export interface ToolCall {
  /** The call's id, by which a `tool` turn answers it. */
  readonly id?: string;
  readonly name: string;
  /** The arguments as they stand in the record: JSON text, possibly malformed. */
  readonly arguments: string;
}

/** One turn of a conversation. Attacker controls: all of it, in an export of user content. */
export interface Turn {
  readonly role: Role;
  /** Empty where the turn only calls tools. */
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** On a `tool` turn: the call that it answers. */
  readonly toolCallId?: string;
}

/** The turns of a training example, in order. A prompt/response pair is a conversation of two turns. */
export interface Conversation {
  readonly turns: readonly Turn[];
}
