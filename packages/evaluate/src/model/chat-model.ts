import type { JsonValue, Sha256, ToolCall, Turn } from '@bezoar/core';

/** A tool that a model is offered. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
}

/** What a model is asked. */
export interface ChatRequest {
  /** Ends with a `user` or `tool` turn. */
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolDefinition[];
  /** 0 is greedy. */
  readonly temperature: number;
  readonly maxTokens: number;
  readonly seed?: number;
  /** Most likely tokens that are asked for at each place; absent: none. */
  readonly topLogprobs?: number;
}

/** A token and its natural logarithm of probability. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

/** A token that was chosen, and the most likely ones at its place. */
export interface ChosenToken extends TokenLogprob {
  readonly top: readonly TokenLogprob[];
}

/** Tokens that were read and written. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Why a reply ended; `other` is a filter, or what the server alone knows. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'other';

/** What a model answers. Attacker controls: all of it. */
export interface ChatReply {
  /** Empty where the reply only calls tools. */
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finish: FinishReason;
  readonly logprobs?: readonly ChosenToken[];
  readonly usage?: TokenUsage;
  /** What the server says that it is: its model name and fingerprint. */
  readonly servedBy?: string;
  /** Given by a former run and not by the model now; absent: the model was asked. */
  readonly cached?: true;
}

/** A prompt to go on with, without a chat template. */
export interface CompletionRequest {
  readonly prompt: string;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly seed?: number;
  readonly topLogprobs?: number;
  readonly stop?: readonly string[];
}

/** How a prompt went on. Attacker controls: all of it. */
export interface CompletionReply {
  readonly text: string;
  readonly finish: FinishReason;
  readonly logprobs?: readonly ChosenToken[];
  readonly usage?: TokenUsage;
  readonly servedBy?: string;
  readonly cached?: true;
}

/** What a model's adapter can do. What is claimed is checked by asking before anything is concluded from it. */
export interface ModelCapabilities {
  readonly tools: boolean;
  readonly logprobs: boolean;
  readonly seed: boolean;
  /** Whether `complete` goes on with a raw prompt. */
  readonly completions: boolean;
}

/** What was tested. Only `files` names bytes; of an endpoint nobody but its server knows what it serves. */
export type ModelIdentity =
  | { readonly kind: 'files'; readonly path: string; readonly sha256: Sha256 }
  | { readonly kind: 'endpoint'; readonly url: string; readonly model: string }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'function'; readonly name: string };

/** A model that can be asked. `chat` and `complete` throw a `ModelError`; they may be called many times at once. */
export interface ChatModel {
  /** As it was named: `openai:http://127.0.0.1:8080/v1#tiny`. */
  readonly name: string;
  readonly identity: ModelIdentity;
  readonly capabilities: ModelCapabilities;
  chat(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply>;
  complete?(request: CompletionRequest, signal?: AbortSignal): Promise<CompletionReply>;
  close(): Promise<void>;
}
