import type { ChatRequest, CompletionRequest } from '../../model/chat-model.ts';

/**
 * What a command reads on standard input: one JSON document a line, UTF-8.
 *
 * ```json
 * {"id":"1","kind":"chat","turns":[{"role":"user","text":"hi","toolCalls":[]}],"tools":[],"temperature":0,"maxTokens":64}
 * {"id":"2","kind":"completion","prompt":"my parcel","temperature":0,"maxTokens":16}
 * ```
 *
 * `seed`, `topLogprobs` and, of a completion, `stop` are there where they were asked for. The next question may come
 * before the last one is answered. Standard input ends when no more questions come; the command should end then.
 */
export type CommandQuestion =
  | ({ readonly id: string; readonly kind: 'chat' } & ChatRequest)
  | ({ readonly id: string; readonly kind: 'completion' } & CompletionRequest);

/**
 * What a command writes on standard output: one JSON document a line, UTF-8, in any order, and nothing else there.
 *
 * ```json
 * {"id":"1","text":"","toolCalls":[{"id":"a","name":"lookup_order","arguments":{"order":"A-1"}}]}
 * {"id":"2","text":" is late","finish":"length","usage":{"promptTokens":3,"completionTokens":2}}
 * {"id":"3","error":"this model has no raw completions"}
 * ```
 *
 * `text` or `toolCalls` must be there; `arguments` is an object or JSON text. `finish` is `stop`, `length`, `tool-calls` or
 * `other`. `logprobs` is a list of `{token, logprob, top: [{token, logprob}]}`, natural logarithms. `servedBy` names what
 * answered. An `error` says that this question is not answered. Diagnostics belong on standard error.
 */
export type CommandReply = { readonly id: string } & Readonly<Record<string, unknown>>;

/** Longest line of a reply, bytes without its end: as the largest answer of an endpoint (CWE-770). */
export const MAX_COMMAND_LINE_BYTES: number = 8 * 1024 * 1024;
